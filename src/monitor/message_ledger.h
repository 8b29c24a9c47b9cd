#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <unordered_set>

#include "model/event.h"

namespace wa {

// Of which messages the outcome is known, so that one that was sent and failed later counts once:
// the newest `kRememberedEvents`. Only of this run of the process, like the counters that it
// serves: a counter of failures never exceeds that of messages. Owned by the loop.
class MessageLedger {
 public:
  // Whether the event is the first that says that its message was sent or failed.
  bool IsFirstOutcome(const Event& event);

 private:
  std::unordered_set<std::uint64_t> known_;
  std::deque<std::uint64_t> in_order_;  // oldest first
};

}  // namespace wa
