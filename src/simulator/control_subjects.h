#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "simulator/actors.h"
#include "simulator/roster.h"
#include "simulator/story_time.h"

namespace wa::simulator {

// Somebody whose answers can be changed while the script plays.
struct ControlSubject {
  std::string kind;  // "account", "fleet", "partner", "status_page", "discovery"
  std::string name;
  Speaker speaker = Speaker::kAccount;
  std::function<void(Override)> set;
  std::function<void()> release;
  std::function<std::string()> answer;  // the name of what is answered now
};

// Finds them by the two first segments of a path: /accounts/NAME, /fleets/NAME, /partners/NAME, ...
class ControlSubjects {
 public:
  // REQUIRES: all outlive it and what it finds.
  ControlSubjects(Roster* roster, Actors* actors, const StoryTime* time)
      : roster_(roster), actors_(actors), time_(time) {}

  static bool Has(const std::string& collection);
  static std::string KindOf(const std::string& collection);  // REQUIRES: Has(collection)
  std::optional<ControlSubject> Find(const std::string& collection, const std::string& name) const;
  std::vector<std::string> NamesOf(const std::string& collection) const;

 private:
  ControlSubject Account(std::size_t index) const;
  ControlSubject Fleet(const std::string& name) const;

  Roster* roster_;
  Actors* actors_;
  const StoryTime* time_;
};

}  // namespace wa::simulator
