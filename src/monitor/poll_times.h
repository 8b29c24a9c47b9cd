#pragma once

#include <cstddef>
#include <vector>

#include "base/clock.h"
#include "config/config.h"
#include "model/observation.h"
#include "monitor/fleet_watch.h"
#include "monitor/poll_agenda.h"
#include "monitor/poll_targets.h"
#include "schedule/schedule.h"

namespace wa {

// When each question is asked again, by what the accounts have to say for it. Owned by the loop.
class PollTimes {
 public:
  // REQUIRES: all outlive it.
  PollTimes(const Clock& clock, const FleetWatch& fleet, const PollTargets& targets,
            PollAgenda& agenda)
      : clock_(clock), fleet_(fleet), targets_(targets), agenda_(agenda) {}

  void Adopt(const PollingConfig& polling);

  // The account has another key or address: health tells at once whether it is good.
  void AskAnew(std::size_t slot);
  // If the account was told to stay away, before a restart or a reload, it is not asked sooner.
  void KeepAway(std::size_t slot);

  // The question about health was answered, or it is settled that it was not. A batch is asked
  // again when the first of its accounts needs it.
  void AfterHealth(std::size_t target);
  // What the account has is explained by something else now, or stands for itself again: then it is
  // asked sooner than what is explained.
  void AfterExplanation(std::size_t slot);
  // Another question was answered so. `good`: with a status of success.
  void AfterOther(std::size_t target, const std::vector<Finding>& findings, bool good);

 private:
  ScheduleSettings PaceFor(std::size_t target, const std::vector<PollAdvice>& advices);
  void PostponeOthers(std::size_t slot, SteadyTime until);
  Duration UsualInterval(Operation operation) const;

  const Clock& clock_;
  const FleetWatch& fleet_;
  const PollTargets& targets_;
  PollAgenda& agenda_;
  ScheduleSettings schedule_{};
  Duration templates_interval_{0};
  Duration webhook_interval_{0};
};

}  // namespace wa
