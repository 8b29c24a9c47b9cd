#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/wall_offset.h"
#include "condition/catalogue.h"
#include "config/config.h"
#include "incident/incident_store.h"
#include "incident/uplink.h"
#include "monitor/account_watch.h"
#include "monitor/poll_inbox.h"
#include "monitor/publisher.h"
#include "monitor/snapshot_slot.h"
#include "monitor/tally.h"
#include "net/transport.h"
#include "schedule/budget.h"
#include "schedule/schedule.h"

namespace wa {

// The loop that asks, classifies, tracks and publishes: Step() is one turn of it, and the poll
// thread is `while (running) monitor.Step()`. All of it belongs to that one thread but for what is
// marked.
//
// The path of an answer:  Transport -> Provider (facts) -> Classify (findings) -> AccountWatch
// (incidents)
// -> IncidentStore -> Publisher -> SnapshotSlot, from which metrics and pages are made.
class Monitor {
 public:
  // REQUIRES: what is passed by reference outlives the monitor.
  Monitor(Config config, std::shared_ptr<const Catalogue> catalogue, Transport& transport,
          IncidentStore& store, const Clock& clock);

  // Answers what still waits for a poll, so that nobody waits for ever.
  ~Monitor();
  Monitor(const Monitor&) = delete;
  Monitor& operator=(const Monitor&) = delete;

  // Takes up open incidents and totals of an earlier run. Once, before the first Step().
  Status Restore();

  // Sends what is due, waits for answers until the next thing is due, and handles them.
  void Step();

  // Polls one account as soon as its provider's budget allows; `done` is called once, on the loop's
  // thread. Thread-safe.
  void RequestPoll(std::string account, std::function<void(ProbeAnswer)> done);

  // Thread-safe.
  std::shared_ptr<const FleetSnapshot> Snapshot() const { return slot_.Get(); }
  // The end of the last turn, on the steady time line. Thread-safe.
  SteadyTime LastTurn() const { return SteadyTime(Duration(last_turn_.load())); }

 private:
  using AccountIndex = std::size_t;
  using Done = std::function<void(ProbeAnswer)>;

  // The accounts of one provider wait together and share its budget.
  struct Lane {
    Lane(const ProviderSettings& provider_settings, std::size_t accounts, Budget provider_budget)
        : settings(provider_settings), budget(provider_budget), due(accounts) {}
    const ProviderSettings& settings;
    Budget budget;
    DueQueue due;
  };
  struct Poll {
    AccountIndex account = 0;
    std::vector<Done> done;
  };
  struct CanaryRound {
    SteadyTime started;
    std::size_t waiting = 0;
    bool answered = false;
  };
  // A poll without an answer, that waits for the canaries' word.
  struct Silence {
    AccountIndex account = 0;
    SteadyTime started;
    SteadyTime ended;
    TransportFailure failure;
  };

  std::optional<IncidentRecord> RestoreIncident(const IncidentRecord& record);
  void StartWished();
  bool IsBeingSettled(AccountIndex account) const;
  void StartDue();
  bool MayStart() const {
    return polls_.size() < config_.polling.max_in_flight && transport_.Capacity() > 0;
  }
  void StartPoll(AccountIndex account, std::vector<Done> done);

  void Handle(const Completion& completion);
  void HandlePoll(const Poll& poll, const Completion& completion);
  ProbeAnswer HandleAnswer(AccountIndex account, const Completion& completion);
  ProbeAnswer HandleFailure(AccountIndex account, const Completion& completion);
  void Settle(const Silence& silence);
  void AskCanaries();
  void HandleCanary(const std::string& host, const Completion& completion);

  void Apply(AccountIndex account, const Observation& observation);
  void Nothing(AccountIndex account, SteadyTime ended, std::string why);
  void Reschedule(AccountIndex account);
  void FollowWallClock();
  void Flush();
  void Publish();
  SteadyTime WakeAt() const;
  Duration Lag(SteadyTime now) const;
  Lane& LaneOf(AccountIndex account) { return lanes_[lane_of_[account]]; }

  const Config config_;
  const std::shared_ptr<const Catalogue> catalogue_;
  Transport& transport_;
  IncidentStore& store_;
  const Clock& clock_;
  const ScheduleSettings schedule_;

  WallOffset wall_;
  std::vector<AccountWatch> watches_;  // in the order of config_.accounts
  std::map<std::string, AccountIndex, std::less<>> by_name_;
  std::vector<SteadyTime> next_poll_;  // while a poll is under way: when it was due
  std::vector<bool> held_back_;        // due, waits for the budget, and is counted as such
  std::vector<Lane> lanes_;            // in the order of config_.providers
  std::vector<std::size_t> lane_of_;
  Tally tally_;

  TransferId next_transfer_ = 1;
  std::unordered_map<TransferId, Poll> polls_;
  std::unordered_map<AccountIndex, TransferId> poll_of_;
  std::unordered_map<TransferId, std::string> canaries_;  // -> host
  std::vector<PollInbox::Wish> wished_;

  Uplink uplink_;
  std::optional<CanaryRound> round_;
  std::vector<Silence> silences_;

  StoreBatch batch_;
  std::vector<AccountIndex> touched_;
  Publisher publisher_;
  SteadyTime published_;

  PollInbox inbox_;                         // thread-safe
  SnapshotSlot slot_;                       // thread-safe
  std::atomic<std::int64_t> last_turn_{0};  // thread-safe
};

}  // namespace wa
