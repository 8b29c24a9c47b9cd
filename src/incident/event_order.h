#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"

namespace wa {

// Which events about one account came late: deliveries are repeated and overtake each other. Holds
// when the newest event about each thing (a key, and a subject within the account or "" for the
// account itself) happened, by the teller's clock, for the things that were told of last. Events
// without a time are never late; of two events of one second the later arrival counts.
class EventOrder {
 public:
  using Happened = std::optional<SystemTime>;

  // Whether something newer told that it, or all of the key, is over.
  bool IsOver(const std::string& key, const std::string& subject, Happened happened) const;
  // Whether something newer told that it, or, without a subject, anything of the key, is ill.
  bool IsIllSince(const std::string& key, const std::string& subject, Happened happened) const;

  void ToldIll(const std::string& key, const std::string& subject, Happened happened);
  void ToldOver(const std::string& key, const std::string& subject, Happened happened);

  static constexpr std::size_t kMost = 256;  // things; then the oldest is forgotten

 private:
  struct Newest {
    std::string key;
    std::string subject;
    Happened ill;
    Happened over;
  };
  Newest& Put(const std::string& key, const std::string& subject);
  const Newest* Find(const std::string& key, const std::string& subject) const;

  std::vector<Newest> things_;  // most accounts have none
};

}  // namespace wa
