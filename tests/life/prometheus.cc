#include "life/prometheus.h"

#include "metrics/moment.h"

namespace wa::life {
namespace {

constexpr Duration kKeepFiringFor = std::chrono::minutes(5);

// Computed from what is exported, as the rules do.
bool IsOverdue(const IncidentView& incident) {
  const double seen = ExportedLastSeen(incident.start, incident.last_seen, incident.grace);
  const double overdue = seen - ExportedMoment(incident.start) - Seconds(incident.grace);
  return overdue > 0 || incident.grace == Duration(0);
}

}  // namespace

std::vector<PageName> Prometheus::Scrape(SteadyTime at, const FleetSnapshot* shown) {
  std::set<PageName> true_now;
  if (shown != nullptr) {
    for (const auto* group : {&shown->accounts, &shown->subjects}) {
      for (const auto& status : *group) {
        for (const IncidentView& incident : status->incidents) {
          const bool is_explained =
              !incident.explained_by.empty() && defect_ != Defect::kPagesExplained;
          if (incident.condition->severity != Severity::kCritical) continue;
          if (is_explained || !IsOverdue(incident)) continue;
          true_now.insert({status->account->name, incident.condition->slug});
        }
      }
    }
  }
  std::vector<PageName> began;
  for (const PageName& page : true_now) {
    if (firing_.count(page) == 0) began.push_back(page);
    firing_[page] = std::nullopt;
  }
  for (auto page = firing_.begin(); page != firing_.end();) {
    std::optional<SteadyTime>& over = page->second;
    const bool is_true = true_now.count(page->first) > 0;
    if (!is_true && !over) over = at;
    page = over && at - *over >= kKeepFiringFor ? firing_.erase(page) : std::next(page);
  }
  return began;
}

std::set<PageName> Prometheus::Firing() const {
  std::set<PageName> names;
  for (const auto& [name, over] : firing_) names.insert(name);
  return names;
}

SteadyTime NextScrape(SteadyTime now) {
  const Duration since = now.time_since_epoch();
  return now + kScrapeEvery - since % kScrapeEvery;
}

}  // namespace wa::life
