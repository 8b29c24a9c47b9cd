#pragma once

#include <cstddef>
#include <cstring>
#include <deque>
#include <unordered_set>
#include <vector>

#include "model/event.h"

namespace wa {

// Which events were handled already: the newest `kRememberedEvents`. Owned by the loop.
class EventMemory {
 public:
  // Takes up what an earlier run stored, oldest first.
  void Restore(const std::vector<EventDigest>& digests);

  // False if the event was handled before.
  bool Add(const EventDigest& digest);

  std::size_t size() const { return in_order_.size(); }

 private:
  // The digest is a hash already.
  struct FirstBytes {
    std::size_t operator()(const EventDigest& digest) const {
      std::size_t hash = 0;
      std::memcpy(&hash, digest.data(), sizeof hash);
      return hash;
    }
  };
  std::unordered_set<EventDigest, FirstBytes> known_;
  std::deque<EventDigest> in_order_;  // oldest first
};

}  // namespace wa
