#include "life/view.h"

#include <algorithm>

namespace wa::life {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr Duration kForEver = hours(24 * 365);
constexpr Duration kLate = minutes(15);
constexpr Duration kBridged = hours(1);

bool Has(const AccountStatus& status, const std::string& key) {
  return std::any_of(
      status.incidents.begin(), status.incidents.end(),
      [&](const IncidentView& incident) { return incident.condition->IncidentKey() == key; });
}

// By an outage of its provider, if there is one.
void ExplainAll(const FleetSnapshot& published, AccountStatus& status) {
  for (const auto& subject : published.subjects) {
    const bool is_outage = subject->account->subject == SubjectKind::kProvider &&
                           subject->account->provider == status.account->provider &&
                           !subject->incidents.empty();
    if (!is_outage) continue;
    for (IncidentView& incident : status.incidents) incident.explained_by = subject->account->name;
  }
}

}  // namespace

bool ShowsNothing(const FleetSnapshot& shown) {
  const auto is_well = [](const auto& status) {
    return status->known && status->incidents.empty();
  };
  return std::all_of(shown.accounts.begin(), shown.accounts.end(), is_well) &&
         std::all_of(shown.subjects.begin(), shown.subjects.end(), is_well);
}

std::shared_ptr<const FleetSnapshot> View::Of(std::shared_ptr<const FleetSnapshot> published,
                                              SteadyTime now) {
  switch (defect_) {
    case Defect::kFreezes:
      if (frozen_ == nullptr && ShowsNothing(*published)) frozen_ = published;
      return frozen_ != nullptr ? frozen_ : published;
    case Defect::kLateBound:
    case Defect::kOutageStays:
    case Defect::kEndsLate:
    case Defect::kBridges:
    case Defect::kExplainsAll:
      break;
    default:
      return published;
  }
  auto shown = std::make_shared<FleetSnapshot>(*published);
  for (auto* group : {&shown->accounts, &shown->subjects}) {
    for (auto& status : *group) {
      auto changed = std::make_shared<AccountStatus>(*status);
      Mistake(*published, *changed, now);
      status = std::move(changed);
    }
  }
  return shown;
}

void View::Mistake(const FleetSnapshot& published, AccountStatus& status, SteadyTime now) {
  const SubjectKind kind = status.account->subject;
  if (defect_ == Defect::kLateBound) {
    for (IncidentView& incident : status.incidents) incident.earliest_start = incident.start;
  } else if (defect_ == Defect::kOutageStays) {
    if (kind == SubjectKind::kProvider) Linger(status, now, kForEver);
  } else if (kind != SubjectKind::kAccount) {
    return;
  } else if (defect_ == Defect::kEndsLate) {
    Linger(status, now, kLate);
  } else if (defect_ == Defect::kExplainsAll) {
    ExplainAll(published, status);
  } else {
    Bridge(status, now);
  }
}

// What is over is shown for so much longer.
void View::Linger(AccountStatus& status, SteadyTime now, Duration longer) {
  const std::string& name = status.account->name;
  for (const IncidentView& incident : status.incidents) {
    const std::pair place(name, incident.condition->IncidentKey());
    kept_.insert_or_assign(place, Kept{incident, now});
  }
  for (const auto& [place, kept] : kept_) {
    if (place.first != name || now - kept.shown > longer || Has(status, place.second)) continue;
    status.incidents.push_back(kept.incident);
  }
}

// What comes again soon began as it did before.
void View::Bridge(AccountStatus& status, SteadyTime now) {
  for (IncidentView& incident : status.incidents) {
    const std::pair place(status.account->name, incident.condition->IncidentKey());
    IncidentView& last = kept_.try_emplace(place, Kept{incident, now}).first->second.incident;
    if (last.id == incident.id || incident.start - last.last_seen <= kBridged) {
      incident.start = last.start;
      incident.earliest_start = last.earliest_start;
    }
    last = incident;
  }
}

}  // namespace wa::life
