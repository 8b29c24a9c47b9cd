#pragma once

#include <set>
#include <string>

#include "base/clock.h"
#include "simulator/record.h"
#include "simulator/request.h"
#include "simulator/roster.h"

namespace wa::simulator {

// Time of the story: the time since the start, times `speed`.
class StoryTime {
 public:
  StoryTime(const Clock* clock, double speed)
      : clock_(clock), start_(clock->Steady()), speed_(speed) {}
  Duration Now() const;
  SystemTime Wall() const { return clock_->System(); }

 private:
  const Clock* clock_;
  SteadyTime start_;
  double speed_;
};

// Answers as the provider does, and writes down what was asked: any method but GET is refused with
// 405, a missing or wrong key with invalid-api-key, another path with path-blocked, and only then
// the script has its say. Not thread-safe.
class ProviderSite {
 public:
  // REQUIRES: all outlive the site.
  ProviderSite(const Roster* roster, Record* record, const StoryTime* time);
  AnswerPtr Handle(const Request& request);

 private:
  RecordedRequest Describe(const Request& request) const;

  const Roster* roster_;
  Record* record_;
  const StoryTime* time_;
  std::set<std::string> paths_;
  const AnswerPtr method_not_allowed_;
  const AnswerPtr invalid_api_key_;
  const AnswerPtr path_blocked_;
};

}  // namespace wa::simulator
