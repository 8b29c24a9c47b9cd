#include "monitor/case_desk.h"

#include <algorithm>
#include <utility>

namespace wa {
namespace {

// As far as time lines look back.
constexpr Duration kRemembered = std::chrono::hours(24 * 31);

// The one that a case is about: what is for support before the rest, and worst first.
const IncidentView* ForSupport(const AccountStatus& status) {
  const auto& incidents = status.incidents;
  const auto found = std::find_if(incidents.begin(), incidents.end(), [](const auto& incident) {
    return incident.condition->contact == Contact::kSupport;
  });
  if (found != incidents.end()) return &*found;
  return incidents.empty() ? nullptr : &incidents.front();
}

// The first one begins the case's trouble; the others are the same again.
void Begin(const std::string& incident, SystemTime start, std::optional<SystemTime> earliest,
           SupportCase* support_case) {
  support_case->incident = incident;
  support_case->recovered.reset();
  if (support_case->start) return;
  support_case->start = start;
  support_case->earliest_start = earliest;
}

void Begin(const IncidentView& incident, SupportCase* support_case) {
  Begin(incident.id, incident.start, incident.earliest_start, support_case);
  support_case->key = incident.condition->IncidentKey();
  support_case->condition = incident.condition->slug;
}

void Begin(const IncidentRecord& record, SupportCase* support_case) {
  Begin(record.id, record.start, record.earliest_start, support_case);
  support_case->key = record.key;
  support_case->condition = record.condition;
}

// Else nobody knows whether it goes on.
bool IsRecovery(const IncidentRecord& record) {
  return record.end_reason == IncidentEnd::kRecovered ||
         record.end_reason == IncidentEnd::kReported || record.end_reason == IncidentEnd::kQuiet;
}

void End(const IncidentRecord& record, SupportCase* support_case) {
  support_case->outages += 1;
  support_case->downtime += std::max(record.last_seen - record.start, Duration(0));
  support_case->incident.clear();
  if (!IsRecovery(record)) return;
  support_case->incident = record.id;
  support_case->recovered = record.ended;
}

OrderOutcome NoSuchCase() { return {OrderResult::kNotFound, "", "there is no case of this id"}; }

// What an order said, or now if it said nothing; nothing for a moment in the future.
std::optional<SystemTime> Moment(const std::optional<SystemTime>& said, SystemTime now) {
  const SystemTime moment = said.value_or(now);
  return moment <= now ? std::optional(moment) : std::nullopt;
}

OrderOutcome InTheFuture() {
  return {OrderResult::kRefused, "", "the time is in the future: only what has happened is noted"};
}

}  // namespace

void CaseDesk::Restore(std::vector<SupportCase> cases) {
  for (SupportCase& support_case : cases) {
    const std::string id = support_case.id;
    cases_.insert_or_assign(id, std::move(support_case));
  }
  shown_ = nullptr;
}

OrderOutcome CaseDesk::Open(const OpenCase& order, const AccountStatus& status,
                            std::optional<Duration> within, SystemTime now) {
  const auto opened = Moment(order.opened, now);
  if (!opened) return InTheFuture();
  const std::string id = CaseIdOf(order.account, order.reference, *opened);
  if (const auto known = cases_.find(id); known != cases_.end()) {
    known->second.closed.reset();
    Changed(id);
    return {OrderResult::kDone, id, ""};
  }
  SupportCase made;
  made.id = id;
  made.account = order.account;
  made.reference = order.reference;
  made.opened = *opened;
  if (within) made.answer_due = *opened + *within;
  if (const IncidentView* incident = ForSupport(status)) {
    Begin(*incident, &made);
  } else if (const auto last = last_ended_.find(order.account); last != last_ended_.end()) {
    Begin(last->second, &made);
    End(last->second, &made);
  }
  cases_.emplace(id, std::move(made));
  Changed(id);
  return {OrderResult::kMade, id, ""};
}

OrderOutcome CaseDesk::Answer(const AnswerCase& order, SystemTime now) {
  const auto found = cases_.find(order.id);
  if (found == cases_.end()) return NoSuchCase();
  const auto answered = Moment(order.answered, now);
  if (!answered) return InTheFuture();
  if (*answered < found->second.opened) {
    return {OrderResult::kRefused, order.id, "the answer cannot be older than the case"};
  }
  found->second.answered = *answered;
  Changed(order.id);
  return {OrderResult::kDone, order.id, ""};
}

OrderOutcome CaseDesk::Close(const CloseCase& order, SystemTime now) {
  const auto found = cases_.find(order.id);
  if (found == cases_.end()) return NoSuchCase();
  const auto closed = Moment(order.closed, now);
  if (!closed) return InTheFuture();
  if (*closed < found->second.opened) {
    return {OrderResult::kRefused, order.id, "a case cannot be closed before it is opened"};
  }
  found->second.closed = *closed;
  Changed(order.id);
  return {OrderResult::kDone, order.id, ""};
}

void CaseDesk::Follow(const std::vector<IncidentRecord>& changes) {
  for (const IncidentRecord& record : changes) {
    if (record.ended && IsRecovery(record)) last_ended_.insert_or_assign(record.account, record);
    for (auto& [id, support_case] : cases_) {
      if (support_case.IsOpen() && support_case.account == record.account) {
        Follow(record, &support_case);
      }
    }
  }
}

// Its incident ends, or another of the same kind begins when none is open.
void CaseDesk::Follow(const IncidentRecord& record, SupportCase* support_case) {
  const SupportCase before = *support_case;
  const bool is_same_kind = support_case->key.empty() || support_case->key == record.key;
  const bool has_open = !support_case->incident.empty() && !support_case->recovered;
  if (has_open && record.id == support_case->incident && record.ended) {
    End(record, support_case);
  } else if (!has_open && is_same_kind && !record.ended && record.id != support_case->incident) {
    Begin(record, support_case);
  }
  if (*support_case != before) Changed(support_case->id);
}

void CaseDesk::Changed(const std::string& id) {
  changed_.insert(id);
  shown_ = nullptr;
}

std::vector<SupportCase> CaseDesk::TakeChanges() {
  std::vector<SupportCase> changes;
  for (const std::string& id : std::exchange(changed_, {})) changes.push_back(cases_.at(id));
  return changes;
}

CaseDesk::Cases CaseDesk::Show(SystemTime now) {
  if (shown_ != nullptr && now < good_until_) return shown_;
  good_until_ = SystemTime::max();
  auto shown = std::make_shared<std::vector<SupportCase>>();
  for (const auto& [id, support_case] : cases_) {
    if (support_case.closed) {
      const SystemTime goes = *support_case.closed + kRemembered;
      if (goes < now) continue;
      good_until_ = std::min(good_until_, goes + Duration(1));
    }
    shown->push_back(support_case);
  }
  std::sort(shown->begin(), shown->end(), [](const auto& a, const auto& b) {
    return a.opened != b.opened ? a.opened > b.opened : a.id < b.id;
  });
  shown_ = std::move(shown);
  return shown_;
}

}  // namespace wa
