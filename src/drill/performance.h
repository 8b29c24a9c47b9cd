#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "drill/cast.h"
#include "drill/expectation.h"
#include "drill/seen.h"
#include "drill/timeline.h"

namespace wa::drill {

// The drill of one condition, from its beginning until it is over: writes down what is seen of it,
// and says what must be done next. A state machine without a clock; times must not go back.
class Performance {
 public:
  // REQUIRES: `actor` outlives it.
  Performance(const Actor& actor, const Expectation& expectation, SteadyTime played);

  // What was seen. Things of other accounts are ignored.
  void See(const SeenAccounts& accounts, SteadyTime now);
  void See(const std::vector<SeenAlert>& alerts, SteadyTime now);
  void See(const Notice& notice);
  // The exporter's answer to an observation named the condition.
  void SeeRecognised(SteadyTime now);

  enum class Next { kWait, kEnd, kDone };
  // kEnd: long enough; say that it is over, and tell Ended(). kDone: nothing more can come.
  Next WhatNext(SteadyTime now) const;
  void Ended(SteadyTime now);
  void Problem(std::string problem) { problems_.push_back(std::move(problem)); }

  bool IsEnding() const { return ended_.has_value(); }
  const Actor& actor() const { return *actor_; }
  const Expectation& expectation() const { return expectation_; }
  const Timeline& timeline() const { return timeline_; }
  SteadyTime MomentOf(const Happening& happening) const { return played_ + happening.at; }
  // What came out wrong. REQUIRES: WhatNext() was kDone.
  std::vector<std::string> Verdict() const;

 private:
  void Note(Step step, SteadyTime now, const SeenAlert* alert = nullptr,
            const std::string& receiver = {});
  void NoteOnce(Step step, SteadyTime now, const SeenAlert* alert = nullptr);
  bool IsMine(const SeenAlert& alert) const;
  bool IsAboutMe(const SeenAlert& alert) const;
  bool WasCalledLongEnough(SteadyTime now) const;

  const Actor* actor_;
  Expectation expectation_;
  SteadyTime played_;
  std::optional<SteadyTime> ended_;
  Timeline timeline_;
  std::vector<std::string> problems_;
};

}  // namespace wa::drill
