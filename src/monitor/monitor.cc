#include "monitor/monitor.h"

#include <algorithm>
#include <utility>

#include "monitor/poll_result.h"
#include "monitor/source_readers.h"

namespace wa {
namespace {

// Also the longest time between two turns, so that a loop that hangs is noticed.
constexpr Duration kPublishAtLeastEvery = std::chrono::seconds(1);

// Publishing takes a tenth of the loop's time at the most while somebody waits to hear that what he
// told can be seen, and else half a percent: polls bring news all the time, and nobody reads each.
constexpr int kRestWhileAwaited = 9;
constexpr int kRest = 199;

}  // namespace

Monitor::Monitor(std::shared_ptr<const Config> config, std::shared_ptr<const Catalogue> catalogue,
                 Transport& transport, IncidentStore& store, const Clock& clock, Wishes wishes)
    : catalogue_(std::move(catalogue)),
      transport_(transport),
      store_(store),
      clock_(clock),
      wall_(clock.Steady(), clock.System()),
      tally_(*catalogue_),
      answers_(wall_),
      requests_(transport),
      fleet_(*catalogue_, tally_, wall_),
      judge_(*catalogue_, wall_, fleet_, tally_, unknown_, answers_, evidence_, wishes.key_refused),
      poller_(wall_, clock, requests_, budgets_, fleet_, tally_, judge_),
      causes_(*catalogue_, wall_, fleet_),
      sides_(ProviderReaders()),
      news_(*catalogue_, fleet_, answers_, std::move(wishes.discovered),
            std::move(wishes.key_refused)),
      events_(*catalogue_, tally_, unknown_),
      publisher_(0),
      last_turn_(clock.Steady().time_since_epoch().count()) {
  TakeUp(Prepare(std::move(config)));
}

Monitor::~Monitor() {
  const std::string stopping = "The exporter is stopping.";
  poller_.RefuseAll(stopping);
  for (const PollInbox::Wish& wish : inbox_.TakeAll()) wish.done(Refusal(stopping));
  receipts_.RefuseAll();
  const EventInbox::Content unread = event_inbox_.TakeAll();
  for (const Delivery& delivery : unread.deliveries) delivery.done(Delivered::kNot);
  for (const auto& done : unread.refused) done(Delivered::kNot);
  for (const OrderInbox::Told& told : order_inbox_.TakeAll()) told.done({});
  StoreBatch last;
  last.answers = answers_.TakeLast(clock_.Steady());
  if (!last.empty()) store_.Append(std::move(last));
}

Status Monitor::Restore() {
  auto stored = store_.Load();
  if (!stored) return tl::unexpected(stored.error());
  events_.Restore(stored->events);
  maintenance_.Restore(std::move(stored->maintenance));
  cases_.Restore(std::move(stored->cases));
  StoreBatch over = fleet_.Restore(*stored, clock_.Steady());
  poller_.KeepAway(fleet_.Accounts());
  causes_.Restore(stored->usual_shares);
  causes_.Explain();
  // What was loaded is on the disk, and shows at once: nothing is judged before that.
  Flush();
  Publish(store_.Durable());
  if (config_->is_complete) fleet_.ForgetUnknown();
  for (IncidentRecord& gone : fleet_.TakeChanges().incidents) {
    over.incidents.push_back(std::move(gone));
  }
  if (!over.empty()) newest_ticket_ = store_.Append(std::move(over));
  return {};
}

void Monitor::Step() {
  if (auto config = new_config_.Take()) TakeUp(std::move(*config));
  poller_.Start(inbox_.TakeAll());
  const std::size_t room = poller_.RoomForOthers();
  sides_.StartDue(clock_.Steady(), room, requests_, budgets_);
  for (Completion& completion : transport_.Wait(WakeAt())) Handle(std::move(completion));
  if (wall_.Update(clock_.Steady(), clock_.System())) fleet_.WallClockWasSet();
  HandleDeliveries();
  HandleOrders();
  fleet_.EndQuiet(clock_.Steady());
  const UplinkState uplink = poller_.Uplink(clock_.Steady());
  answers_.AddUplink(uplink, poller_.WhyUplinkDown(), clock_.Steady());
  causes_.Judge(clock_.Steady(), uplink, poller_.WhyUplinkDown());
  poller_.ExplainedAnew(fleet_.TakeExplainedAnew(kAtOnce));
  Flush();
  // Who is answered 200 finds what he told: not before it can be seen. What becomes durable from
  // here on is for the next turn, for both.
  const IncidentStore::Ticket durable = store_.Durable();
  Publish(durable);
  const SteadyTime now = clock_.Steady();
  if (!unpublished_ || receipts_.Deadline() <= now) receipts_.Release(durable, now);
  last_turn_.store(clock_.Steady().time_since_epoch().count());
}

void Monitor::Adopt(std::shared_ptr<const Config> config) {
  new_config_.Put(Prepare(std::move(config)));
  transport_.Wake();
}

void Monitor::Handle(Completion completion) {
  if (!sides_.Owns(completion.id)) {
    poller_.Handle(std::move(completion));
    return;
  }
  SideAnswer answer = sides_.Handle(completion, budgets_);
  if (completion.outcome) poller_.Answered(answer.host, completion.ended);
  if (answer.counted) {
    tally_.CountRequest(answer.counted->provider, answer.counted->operation, completion);
  }
  for (News& news : answer.news) news_.Handle(std::move(news), poller_.Uplink(completion.ended));
}

void Monitor::TakeUp(PreparedConfig prepared) {
  config_ = std::move(prepared.config);
  metrics_mode_.Look(*config_);
  tally_.Adopt(config_->providers);
  answers_.Adopt(config_->storage.answers_retention);
  const FleetChanges changes = fleet_.Adopt(config_);
  evidence_.Adopt(config_, changes.of_config);
  poller_.Adopt(config_, changes);
  causes_.Adopt(*config_, prepared.sharing, changes.of_config);
  news_.Adopt(*config_, changes);
  sides_.Adopt(*config_, catalogue_, clock_.Steady());
  events_.Adopt(config_, std::move(prepared.router), changes.of_config);
  maintenance_.Adopt(config_->maintenance);
  if (config_->is_complete) fleet_.ForgetUnknown();
  unpublished_ = true;
}

void Monitor::RequestPoll(std::string account, std::function<void(ProbeAnswer)> done) {
  inbox_.Post({std::move(account), std::move(done), clock_.Steady()});
  transport_.Wake();
}

void Monitor::Deliver(std::vector<Told> told, std::function<void(Delivered)> done) {
  event_inbox_.Post({std::move(told), std::move(done), clock_.Steady() + Receipts::kPatience});
  transport_.Wake();
}

void Monitor::HandleDeliveries() {
  EventInbox::Content content = event_inbox_.TakeAll();
  for (const auto& done : content.refused) done(Delivered::kNot);
  const SteadyTime now = clock_.Steady();
  for (const Delivery& delivery : content.deliveries) {
    for (const Told& told : delivery.told) {
      if (!events_.IsNew(told)) continue;
      if (told.digest) fleet_.WasHandled(*told.digest);
      for (const Heard& heard : events_.Handle(told, now, wall_)) fleet_.Hear(heard);
    }
  }
  // Counters may have changed, even if no account did.
  unpublished_ = unpublished_ || !content.deliveries.empty();
  handled_ = std::move(content.deliveries);
}

void Monitor::Obey(Order order, std::function<void(OrderOutcome)> done) {
  OrderInbox::Told told{std::move(order), std::move(done), clock_.Steady() + Receipts::kPatience};
  if (!order_inbox_.Post(told)) return told.done({});
  transport_.Wake();
}

void Monitor::HandleOrders() {
  for (OrderInbox::Told& told : order_inbox_.TakeAll()) {
    carried_.push_back({Carry(told.order), std::move(told.done), told.deadline});
    unpublished_ = true;
  }
}

OrderOutcome Monitor::Carry(const Order& order) {
  const SystemTime now = wall_.ToSystem(clock_.Steady());
  if (const auto* announce = std::get_if<AnnounceMaintenance>(&order)) {
    return maintenance_.Announce(*announce, now);
  }
  if (const auto* end = std::get_if<EndMaintenance>(&order)) return maintenance_.End(*end, now);
  if (const auto* answer = std::get_if<AnswerCase>(&order)) return cases_.Answer(*answer, now);
  if (const auto* close = std::get_if<CloseCase>(&order)) return cases_.Close(*close, now);
  const auto& open = std::get<OpenCase>(order);
  const auto slot = fleet_.Find(open.account);
  if (!slot) return {OrderResult::kNotFound, "", "no account of this name is configured"};
  const Account& account = fleet_[*slot].account();
  return cases_.Open(open, *fleet_[*slot].Status(poller_.NextPoll(*slot), wall_),
                     FirstAnswer(catalogue_->desks(), account.kind, account.plan), now);
}

void Monitor::Flush() {
  StoreBatch changes = fleet_.TakeChanges();
  cases_.Follow(changes.incidents);
  changes.cases = cases_.TakeChanges();
  changes.maintenance = maintenance_.TakeChanges();
  changes.usual_shares = causes_.TakeLearned();
  // Who was left over in the turn before may belong to what was stored then.
  IncidentStore::Ticket ticket = is_left_over_ ? newest_ticket_ : 0;
  if (!changes.empty()) ticket = newest_ticket_ = store_.Append(std::move(changes));
  const SteadyTime now = clock_.Steady();
  publisher_.Grow(fleet_.Slots());
  // The first snapshot is whole.
  const bool is_first = slot_.Get() == nullptr;
  for (const std::size_t slot : is_first ? fleet_.TakeTouched() : fleet_.TakeTouched(kAtOnce)) {
    auto status = fleet_.Has(slot) ? fleet_[slot].Status(poller_.NextPoll(slot), wall_) : nullptr;
    publisher_.Stage(slot, std::move(status), ticket, now);
  }
  is_left_over_ = fleet_.HasTouched();
  // A repetition is durable with what it repeats: with the newest ticket at the latest.
  for (Delivery& delivery : std::exchange(handled_, {})) {
    receipts_.Await(newest_ticket_, delivery.deadline, std::move(delivery.done));
  }
  for (Carried& carried : std::exchange(carried_, {})) {
    receipts_.Await(newest_ticket_, carried.deadline,
                    [outcome = std::move(carried.outcome),
                     done = std::move(carried.done)](Delivered delivered) {
                      done(delivered == Delivered::kDurable ? outcome : OrderOutcome{});
                    });
  }
  // Nobody is told of answers, and so nothing waits for them.
  StoreBatch answers;
  answers.answers = answers_.TakeChanges(now);
  if (!answers.empty()) store_.Append(std::move(answers));
}

void Monitor::Publish(IncidentStore::Ticket durable) {
  const SteadyTime now = clock_.Steady();
  publisher_.FreeReplaced(kAtOnce);
  unpublished_ = publisher_.Release(durable, now) || unpublished_;
  // All that changed in a turn is shown at once: an outage with the accounts that it explains.
  unpublished_ = unpublished_ || is_left_over_;
  const bool first = slot_.Get() == nullptr;
  if (!first && (now < PublishAt() || is_left_over_)) return;
  budgets_.DropUnused(now);
  published_ = now;
  unpublished_ = false;
  slot_.Put(MakeSnapshot(now));
  publisher_.WasPut();
  publishing_took_ = clock_.Steady() - now;
}

SteadyTime Monitor::PublishAt() const {
  if (!unpublished_) return published_ + kPublishAtLeastEvery;
  const int rest = receipts_.Deadline() ? kRestWhileAwaited : kRest;
  return published_ + std::min<Duration>(rest * publishing_took_, kPublishAtLeastEvery);
}

std::shared_ptr<const FleetSnapshot> Monitor::MakeSnapshot(SteadyTime now) {
  auto snapshot = std::make_shared<FleetSnapshot>();
  const auto& visible = publisher_.visible();
  // Who was added a moment ago may not be on the disk yet.
  const auto show = [&](const std::vector<std::size_t>& slots, auto* shown) {
    shown->reserve(slots.size());
    for (const std::size_t slot : slots) {
      if (slot < visible.size() && visible[slot] != nullptr) shown->push_back(visible[slot]);
    }
  };
  show(fleet_.Accounts(), &snapshot->accounts);
  show(fleet_.Subjects(), &snapshot->subjects);
  snapshot->providers = config_->providers;
  snapshot->tallies = tally_.all();
  snapshot->conditions = catalogue_->conditions();
  snapshot->allowances = catalogue_->allowances();
  snapshot->published = wall_.ToSystem(now);
  snapshot->metrics_mode = metrics_mode_.now();
  snapshot->polling_interval = config_->polling.interval;
  snapshot->poll_lag = poller_.Lag(now);
  snapshot->in_flight = poller_.InFlight();
  snapshot->uplink = Name(poller_.Uplink(now));
  snapshot->unknown = unknown_.List();
  snapshot->budgets = budgets_.Show(now);
  snapshot->own_incidents = tally_.own_incidents();
  snapshot->status_page_leads = causes_.Leads();
  snapshot->maintenance = maintenance_.Show(snapshot->published);
  snapshot->cases = cases_.Show(snapshot->published);
  sides_.Show(*snapshot, wall_, now);
  return snapshot;
}

SteadyTime Monitor::WakeAt() const {
  if (is_left_over_ || fleet_.HasExplainedAnew()) return clock_.Steady();
  SteadyTime wake = PublishAt();
  // The writer wakes us when something is durable.
  for (const auto& deadline :
       {publisher_.Deadline(), receipts_.Deadline(), fleet_.NextQuietEnd()}) {
    if (deadline) wake = std::min(wake, *deadline);
  }
  return std::min({wake, poller_.WakeAt(), causes_.NextAt(), sides_.NextAt()});
}

}  // namespace wa
