#include "life/inspector.h"

#include <algorithm>
#include <utility>

#include "life/tell.h"

namespace wa::life {
Inspector::Inspector(const Life& life, const Truth& truth, const Catalogue& catalogue,
                     const test::FakeClock& clock)
    : life_(life),
      truth_(truth),
      catalogue_(catalogue),
      clock_(clock),
      patience_(Patience::Of(life)),
      asking_(life, truth),
      explained_(life.members.size()) {}

void Inspector::Break(Rule rule, std::string text) {
  if (!violation_) violation_ = Violation{rule, clock_.Steady(), std::move(text)};
}

SteadyTime Inspector::ToSteady(SystemTime time) const {
  return clock_.Steady() - (clock_.System() - time);
}

std::optional<std::size_t> Inspector::MemberOf(std::string_view name) const {
  for (std::size_t i = 0; i < life_.members.size(); ++i) {
    if (life_.members[i].name == name) return i;
  }
  return std::nullopt;
}

bool Inspector::IsConfigured(std::size_t member) const {
  return StateAt(truth_.Of(member), clock_.Steady()) != State::kAway;
}

const Course& Inspector::CourseOf(std::optional<std::size_t> member) const {
  return member ? truth_.Of(*member) : truth_.OfUplink();
}

Duration Inspector::GraceOf(std::optional<std::size_t> member, Cause cause,
                            SteadyTime* since) const {
  PlanThen plan;
  if (member) plan = PlanOf(life_, life_.members[*member], clock_.Steady());
  if (since != nullptr) *since = plan.since;
  for (const Condition& condition : *catalogue_.conditions()) {
    if (condition.IncidentKey() != Name(cause)) continue;
    return condition.GraceFor(ProviderKind::k360dialog, plan.plan);
  }
  return Duration(0);
}

void Inspector::Asked(const Provider::Question& question) { asking_.Asked(question); }

void Inspector::Configured() {
  patience_.reload = clock_.Steady();
  asking_.Disturbed(clock_.Steady(), false);
}

void Inspector::Look(const FleetSnapshot& shown) {
  if (clock_.Steady() < settled_) return;
  for (const auto* group : {&shown.accounts, &shown.subjects}) {
    for (const auto& status : *group) {
      for (const IncidentView& incident : status->incidents) CheckOpen(*status, incident);
    }
  }
  for (std::size_t i = 0; i < life_.members.size(); ++i) {
    const AccountStatus* status = shown.Find(life_.members[i].name);
    for (const Cause cause : {Cause::kUnavailable, Cause::kUnreachable, Cause::kInvalidKey}) {
      CheckSeen(status, i, cause);
    }
  }
  for (const auto& status : shown.subjects) {
    if (status->account->name == kUplink) {
      CheckSeen(status.get(), std::nullopt, Cause::kUplinkDown);
    }
  }
}

void Inspector::CheckOpen(const AccountStatus& status, const IncidentView& incident) {
  const std::string& name = status.account->name;
  const SteadyTime start = ToSteady(incident.start);
  const auto [known, is_new] = starts_.try_emplace(incident.id, start);
  if (!is_new && std::chrono::abs(known->second - start) > kRounding) {
    Break(Rule::kStart, "the start of " + incident.id + " moved by " +
                            Tell(std::chrono::abs(known->second - start)));
  }
  if (status.account->subject == SubjectKind::kProvider) {
    if (is_new && Troubled(status.account->provider, start) < 3) {
      Break(Rule::kNoFalsePage, name +
                                    " is called an outage while fewer than three of its "
                                    "accounts have any trouble");
    }
    CheckOutageOver(status.account->provider, incident);
    return;
  }
  const std::optional<std::size_t> member = MemberOf(name);
  const auto cause = ParseEnum<Cause>(incident.condition->IncidentKey());
  if (!cause || (!member && name != kUplink)) {
    Break(Rule::kSeen,
          name + " has " + incident.condition->slug + ", and nothing like it happened");
    return;
  }
  if (is_new) CheckStart(CourseOf(member), *cause, incident);
  if (member && !incident.explained_by.empty()) explained_[*member] = clock_.Steady();
  CheckOver(member, *cause, incident);
}

// The first bad answer came while it was bad, soon after it began; the last good one before.
void Inspector::CheckStart(const Course& course, Cause cause, const IncidentView& incident) {
  const SteadyTime start = ToSteady(incident.start) + kRounding;
  const SteadyTime asked = start - patience_.Handled(cause) - patience_.shown;
  // A question may fall silent with our network, and a canary answer once that is back.
  const bool came_back = cause == Cause::kUnreachable &&
                         std::any_of(course.begin(), course.end(), [&](const Stretch& stretch) {
                           return stretch.state == State::kOffline && stretch.from < start &&
                                  stretch.to > asked && stretch.to <= clock_.Steady();
                         });
  if (!Showed(course, cause, Sight::kBad, asked, start)) {
    if (!came_back) Break(Rule::kStart, incident.id + " started when nothing like it was true");
    return;
  }
  CheckEarliestStart(course, cause, incident);
}

// The last good answer was asked for before all became bad.
void Inspector::CheckEarliestStart(const Course& course, Cause cause,
                                   const IncidentView& incident) {
  if (!incident.earliest_start) return;
  const SteadyTime start = ToSteady(incident.start) + kRounding;
  const SteadyTime asked = start - patience_.Handled(cause) - patience_.shown;
  std::optional<Run> run;  // the last that can have been met
  for (const Stretch& stretch : course) {
    if (stretch.from > start || stretch.to <= asked) continue;
    if (const auto one = RunAt(course, cause, stretch.from)) run = one;
  }
  const SteadyTime earliest =
      ToSteady(*incident.earliest_start) - kRounding - patience_.Handled(cause);
  if (!run || !run->watched || earliest <= run->from) return;
  Break(Rule::kStart, incident.id + " is said to have started not before " + Tell(earliest) +
                          ", and did at " + Tell(run->from));
}

void Inspector::CheckSeen(const AccountStatus* status, std::optional<std::size_t> member,
                          Cause cause) {
  const SteadyTime now = clock_.Steady();
  const auto by = SeenBy(CourseOf(member), cause, now, patience_);
  if (!by || *by > now) return;
  if (!member && !SomebodyAsks(RunAt(CourseOf(member), cause, now)->from)) return;
  const bool is_open =
      status != nullptr &&
      std::any_of(status->incidents.begin(), status->incidents.end(), [&](const auto& incident) {
        return incident.condition->IncidentKey() == Name(cause);
      });
  if (is_open) return;
  Break(Rule::kSeen, std::string(member ? life_.members[*member].name : kUplink) + " has " +
                         std::string(Name(cause)) + " since " +
                         Tell(RunAt(CourseOf(member), cause, now)->from) +
                         ", and no incident of it is open");
}

void Inspector::Stored(const StoreBatch& batch) {
  for (const IncidentRecord& record : batch.incidents) {
    const std::pair place(record.account, record.key);
    const auto [known, is_new] =
        records_.try_emplace(record.id, Known{record.account, record.key, false});
    if (known->second.ended) Break(Rule::kSingle, record.id + " had ended, and is written again");
    const auto open = open_.find(place);
    if (open != open_.end() && open->second != record.id) {
      Break(Rule::kSingle, record.id + " is written while " + open->second + " is open");
    }
    if (record.ended) {
      known->second.ended = true;
      if (open != open_.end()) open_.erase(open);
      CheckEnd(record);
    } else {
      open_[place] = record.id;
    }
  }
}

void Inspector::Died(const FleetSnapshot* shown) {
  shown_before_.clear();
  if (shown == nullptr) return;
  for (const auto* group : {&shown->accounts, &shown->subjects}) {
    for (const auto& status : *group) {
      for (const IncidentView& incident : status->incidents) {
        shown_before_[status->account->name][incident.id] = incident.start;
      }
    }
  }
}

void Inspector::Restored(const FleetSnapshot& shown) {
  asking_.Disturbed(clock_.Steady(), true);
  for (const auto& [account, incidents] : shown_before_) {
    const std::optional<std::size_t> member = MemberOf(account);
    if (member && !IsConfigured(*member)) continue;
    std::set<std::string> now;
    for (const auto* group : {&shown.accounts, &shown.subjects}) {
      for (const auto& status : *group) {
        if (status->account->name != account) continue;
        for (const IncidentView& incident : status->incidents) now.insert(incident.id);
      }
    }
    for (const auto& [id, start] : incidents) {
      const auto record = records_.find(id);
      const bool was_over = record != records_.end() && record->second.ended;
      if (!was_over && now.count(id) == 0) {
        Break(Rule::kKept, id + " was shown before the exporter died, and is not any more");
      }
    }
  }
}

}  // namespace wa::life
