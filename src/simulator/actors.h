#pragma once

#include <map>
#include <string>
#include <utility>

#include "simulator/roster.h"
#include "simulator/scenario.h"

namespace wa::simulator {

// Somebody other than an account who answers by a script: a partner, a status page, a source of
// accounts.
class Actor {
 public:
  Actor(Speaker speaker, Script script, GoodFields good)
      : speaker_(speaker), script_(std::move(script)), good_(std::move(good)) {}

  Speaker speaker() const { return speaker_; }
  Roster::Current At(Duration time) const {
    if (over_ && over_->Holds(time)) return {over_->answer, true};
    return {AnswerAt(script_, time), false};
  }
  // REQUIRES: `current` outlives it.
  Said SaidBy(const Roster::Current& current) const { return {&current.answer->fields, &good_}; }

  void Set(Override over) { over_ = std::move(over); }
  void Release() { over_.reset(); }

 private:
  Speaker speaker_;
  Script script_;
  GoodFields good_;
  std::optional<Override> over_;
};

// By "partner/NAME", "status-page/NAME", "discovery/NAME": the subjects in the record.
using Actors = std::map<std::string, Actor>;
Actors ActorsOf(const Scenario& scenario);

}  // namespace wa::simulator
