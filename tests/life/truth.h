#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "life/life.h"

// What is really so, known because the simulation made it so.
namespace wa::life {

// What an account's question would meet. In order: what comes later hides what is before it.
enum class State {
  kWell,
  kRestarting,  // 500, 502
  kShut,        // the key is not accepted
  kSilent,      // the provider's host gives no answer
  kOffline,     // nobody answers us
  kDead,        // the exporter is not running
  kAway,        // the account is not in its configuration
};

// From `from` on, and before `to`.
struct Stretch {
  SteadyTime from;
  SteadyTime to;
  State state = State::kWell;

  Duration Length() const { return to - from; }
};

// All of a life, without gaps; neighbours differ.
using Course = std::vector<Stretch>;

// The place of the last stretch that begins at or before `then`; else of the first.
std::size_t IndexAt(const Course& course, SteadyTime then);
State StateAt(const Course& course, SteadyTime then);

class Truth {
 public:
  explicit Truth(const Life& life);

  std::size_t Count() const { return courses_.size(); }
  // In the order of the life's members.
  const Course& Of(std::size_t member) const { return courses_[member]; }
  // Of our own network: well, offline or dead.
  const Course& OfUplink() const { return uplink_; }

  // Nothing is wrong then with anybody who is configured; and until when nothing of that changes.
  bool IsCalm(SteadyTime then) const;
  SteadyTime NextChange(SteadyTime then) const;

  // The exporter was dead.
  void Dead(SteadyTime from, SteadyTime to);

 private:
  std::vector<Course> courses_;
  Course uplink_;
};

}  // namespace wa::life
