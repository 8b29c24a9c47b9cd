#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/wall_offset.h"
#include "config/config.h"
#include "model/poll_id.h"
#include "model/probe.h"
#include "monitor/field_refusals.h"
#include "monitor/fleet_watch.h"
#include "monitor/poll.h"
#include "monitor/poll_agenda.h"
#include "monitor/poll_inbox.h"
#include "monitor/poll_judge.h"
#include "monitor/poll_targets.h"
#include "monitor/poll_times.h"
#include "monitor/requests.h"
#include "monitor/second_opinion.h"
#include "monitor/tally.h"
#include "net/transport.h"

namespace wa {

// Asks about the accounts when it is time, or when somebody wishes it, and has the answers judged.
// Owned by the loop.
class Poller {
 public:
  // REQUIRES: what is passed by reference outlives it.
  Poller(const WallOffset& wall, const Clock& clock, Requests& requests, BudgetBook& budgets,
         FleetWatch& fleet, Tally& tally, PollJudge& judge);

  // Another configuration, which the fleet has taken up. Whose key or address changed, is asked at
  // once.
  void Adopt(std::shared_ptr<const Config> config, const FleetChanges& changes);

  // Who was told to stay away, before a restart or a reload, is not asked sooner.
  void KeepAway(const std::vector<std::size_t>& slots);

  // Who has something that a wider cause explains, or does not any more, is asked accordingly.
  void ExplainedAnew(const std::vector<std::size_t>& slots);

  // Starts what is due and then what is wished, as far as budgets and places go.
  void Start(std::vector<PollInbox::Wish> wishes);

  // What a finished request says; false if it is none of the poller's.
  bool Handle(Completion completion);

  // Answers everybody who still waits for a poll.
  void RefuseAll(const std::string& why);

  // When there is something to start, without what waits for an answer.
  SteadyTime WakeAt() const;
  // When the account is asked next about its health; nothing if it never is.
  std::optional<SteadyTime> NextPoll(std::size_t slot) const;
  Duration Lag(SteadyTime now) const { return agenda_.Lag(now); }
  std::size_t InFlight() const { return polls_.size(); }
  UplinkState Uplink(SteadyTime now) const { return second_opinion_.Uplink(now); }
  const std::string& WhyUplinkDown() const { return second_opinion_.WhyDown(); }
  // Requests that others may start now.
  std::size_t RoomForOthers() const {
    return requests_.Capacity() - std::min(requests_.Capacity(), second_opinion_.Reserve());
  }
  // A host gave a complete answer to somebody else.
  void Answered(std::string_view host, SteadyTime at) { second_opinion_.Answered(host, at); }

 private:
  using Target = std::size_t;

  void StartDue();
  void StartWished(std::vector<PollInbox::Wish> wishes);
  void Wish(PollInbox::Wish wish, SteadyTime now);
  std::string WhyNotPolled(const PollInbox::Wish& wish, std::size_t slot, SteadyTime now) const;
  bool HasRoom() const;
  void StartPoll(Target target, std::vector<std::pair<std::size_t, Poll::Done>> done);
  void Send(const Poll& poll, const std::string& after);
  void SendPages();

  bool GoesOn(Poll& poll, Completion& completion);
  bool AskWithoutFields(Poll& poll, const Completion& completion);
  void HandleAnswer(Poll& poll, Completion completion);
  void HandleFailure(const Poll& poll, const Completion& completion);
  void Settle(const SettledSilence& settled);

  const WallOffset& wall_;
  const Clock& clock_;
  Requests& requests_;
  FleetWatch& fleet_;
  Tally& tally_;
  PollJudge& judge_;

  std::shared_ptr<const Config> config_;
  SecondOpinion second_opinion_;
  PollTargets targets_;
  PollAgenda agenda_;
  PollTimes times_;
  PollIds ids_;
  std::unordered_map<Target, Poll> polls_;
  std::unordered_map<TransferId, Target> transfers_;
  std::vector<Target> paging_;  // that wait for the budget of their next page
  FieldRefusals refusals_;
  std::vector<PollInbox::Wish> wished_;
};

}  // namespace wa
