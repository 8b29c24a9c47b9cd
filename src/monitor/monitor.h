#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
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
#include "monitor/answer_log.h"
#include "monitor/case_desk.h"
#include "monitor/cause_tree.h"
#include "monitor/event_desk.h"
#include "monitor/event_inbox.h"
#include "monitor/fleet_watch.h"
#include "monitor/mailbox.h"
#include "monitor/maintenance_desk.h"
#include "monitor/metrics_mode_choice.h"
#include "monitor/news_desk.h"
#include "monitor/order_inbox.h"
#include "monitor/poll_inbox.h"
#include "monitor/poll_judge.h"
#include "monitor/poller.h"
#include "monitor/prepared_config.h"
#include "monitor/publisher.h"
#include "monitor/receipts.h"
#include "monitor/requests.h"
#include "monitor/side_tasks.h"
#include "monitor/snapshot_slot.h"
#include "monitor/tally.h"
#include "monitor/unknown_answers.h"
#include "net/transport.h"
#include "schedule/budget_book.h"

namespace wa {

// The loop that asks, classifies, tracks and publishes: Step() is one turn of it, and the poll
// thread is `while (running) monitor.Step()`. All of it belongs to that one thread but for what is
// marked.
//
// The path of an answer:  Transport -> Poller -> PollJudge (facts, findings) -> FleetWatch
// (incidents) -> IncidentStore -> Publisher -> SnapshotSlot, from which metrics and pages are made.
// The path of an event:   EventInbox -> EventDesk (findings) -> FleetWatch, and on as an answer; it
// is acknowledged once the store has it (Receipts).
class Monitor {
 public:
  // So many accounts are shown anew in one turn, so that nobody is polled late because all are.
  // They are seen together.
  static constexpr std::size_t kAtOnce = 2'000;

  // What the loop asks of whoever keeps the configuration. Called on the loop's thread; may not
  // wait. Unset: nobody does.
  struct Wishes {
    std::function<void(Discovered)> discovered;  // a source of accounts names these now
    std::function<void(const std::string& account)> key_refused;  // is there another key by now?
  };

  // REQUIRES: what is passed by reference outlives the monitor.
  Monitor(std::shared_ptr<const Config> config, std::shared_ptr<const Catalogue> catalogue,
          Transport& transport, IncidentStore& store, const Clock& clock, Wishes wishes = {});

  // Answers what still waits for a poll or the disk, so that nobody waits for ever, and stores
  // until when it looked.
  ~Monitor();
  Monitor(const Monitor&) = delete;
  Monitor& operator=(const Monitor&) = delete;

  // Takes up open incidents, totals and handled events of an earlier run. Once, before the first
  // Step().
  Status Restore();

  // Sends what is due, waits for answers and events until the next thing is due, and handles them.
  void Step();

  // Another configuration, which counts as a whole from the next turn on. Accounts that stay keep
  // incidents, counters, budgets and phase. What can be prepared, the caller does. Thread-safe.
  void Adopt(std::shared_ptr<const Config> config);

  // Polls one account as soon as its budgets allow, and refuses if that takes longer than a poll
  // may; `done` is called once, on the loop's thread. Thread-safe.
  void RequestPoll(std::string account, std::function<void(ProbeAnswer)> done);

  // Handles what webhooks and observations told. `done` is called once, on the loop's thread: when
  // all of it is on the disk, or else within two seconds. Thread-safe.
  void Deliver(std::vector<Told> told, std::function<void(Delivered)> done);

  // Writes down what people told. `done` is called once, on the loop's thread or, if there is no
  // room, at once: when it is on the disk and published, or else within two seconds. Thread-safe.
  void Obey(Order order, std::function<void(OrderOutcome)> done);

  // Thread-safe.
  std::shared_ptr<const FleetSnapshot> Snapshot() const { return slot_.Get(); }
  // The account's last answers. Thread-safe.
  Evidence EvidenceOf(std::string_view account) const { return evidence_.Of(account); }
  // The end of the last turn, or the start, on the steady time line. Thread-safe.
  SteadyTime LastTurn() const { return SteadyTime(Duration(last_turn_.load())); }

 private:
  void TakeUp(PreparedConfig prepared);
  void Handle(Completion completion);
  void HandleDeliveries();
  void HandleOrders();
  OrderOutcome Carry(const Order& order);
  void Flush();
  void Publish(IncidentStore::Ticket durable);
  SteadyTime PublishAt() const;
  std::shared_ptr<const FleetSnapshot> MakeSnapshot(SteadyTime now);
  SteadyTime WakeAt() const;

  std::shared_ptr<const Config> config_;
  const std::shared_ptr<const Catalogue> catalogue_;
  Transport& transport_;
  IncidentStore& store_;
  const Clock& clock_;

  WallOffset wall_;
  MetricsModeChoice metrics_mode_;
  Tally tally_;
  UnknownAnswers unknown_;
  AnswerLog answers_;
  EvidenceBook evidence_;  // thread-safe

  Requests requests_;
  BudgetBook budgets_;
  FleetWatch fleet_;
  PollJudge judge_;
  Poller poller_;
  CauseTree causes_;
  SideTasks sides_;
  NewsDesk news_;
  EventDesk events_;
  MaintenanceDesk maintenance_;
  CaseDesk cases_;
  std::vector<Delivery> handled_;
  // What was told and carried out, and waits for a ticket.
  struct Carried {
    OrderOutcome outcome;
    std::function<void(OrderOutcome)> done;
    SteadyTime deadline;
  };
  std::vector<Carried> carried_;
  Receipts receipts_;

  IncidentStore::Ticket newest_ticket_ = 0;
  Publisher publisher_;
  SteadyTime published_;
  bool unpublished_ = false;     // something changed since
  bool is_left_over_ = false;    // somebody is still to be shown anew
  Duration publishing_took_{0};  // the last time

  PollInbox inbox_;                      // thread-safe
  EventInbox event_inbox_;               // thread-safe
  OrderInbox order_inbox_;               // thread-safe
  Mailbox<PreparedConfig> new_config_;   // thread-safe
  SnapshotSlot slot_;                    // thread-safe
  std::atomic<std::int64_t> last_turn_;  // thread-safe
};

}  // namespace wa
