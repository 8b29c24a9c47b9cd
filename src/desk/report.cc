#include "desk/report.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace wa {
namespace {

std::optional<double> Share(Duration down, Duration watched) {
  if (watched <= Duration(0)) return std::nullopt;
  return std::clamp(1.0 - Seconds(down) / Seconds(watched), 0.0, 1.0);
}

// The part of [begin, end) that lies within the report.
Duration Within(const Report& report, SystemTime begin, SystemTime end) {
  return std::max(std::min(end, report.to) - std::max(begin, report.from), Duration(0));
}

// Nobody looks often at what only people can mend: as long as nothing else is known, it lasts.
Duration TimeOf(const Report& report, const DeskIncident& incident) {
  return Within(report, incident.start, incident.ended ? incident.last_seen : report.to);
}

void Count(const Report& report, const DeskIncident& incident, ReportRow* row) {
  if (!incident.condition->StopsSending()) {
    ++row->others;
    return;
  }
  const Duration down = TimeOf(report, incident);
  const bool beyond = incident.Overdue();
  ++(beyond ? row->outages : row->restarts);
  (beyond ? row->outage_time : row->restart_time) += down;
}

bool Calls(const Report& report, const DeskIncident& incident) {
  const SystemTime due = incident.start + incident.grace;
  return incident.Overdue() && incident.condition->severity == Severity::kCritical &&
         due >= report.from && due < report.to;
}

std::optional<Duration> UntilKnown(const DeskIncident& incident) {
  if (!incident.overdue_seen) return std::nullopt;
  return *incident.overdue_seen - incident.start;
}

bool IsWorse(const ReportRow& a, const ReportRow& b) {
  const auto rank = [](const ReportRow& row) {
    return std::tuple(-row.outage_time, -row.restart_time, row.watched > Duration(0),
                      std::string_view(row.account->name));
  };
  return rank(a) < rank(b);
}

std::vector<ReportCondition> ByCondition(const Report& report,
                                         const std::vector<const DeskIncident*>& incidents) {
  std::map<std::string_view, ReportCondition> conditions;
  std::map<std::string_view, std::set<std::string_view>> accounts;
  for (const DeskIncident* incident : incidents) {
    ReportCondition& of = conditions[incident->condition->slug];
    of.condition = incident->condition;
    ++of.incidents;
    const Duration time = TimeOf(report, *incident);
    of.time += time;
    of.longest = std::max(of.longest, time);
    accounts[incident->condition->slug].insert(incident->account);
  }
  std::vector<ReportCondition> sorted;
  for (auto& [slug, of] : conditions) {
    of.accounts = accounts[slug].size();
    sorted.push_back(of);
  }
  std::stable_sort(
      sorted.begin(), sorted.end(),
      [](const ReportCondition& a, const ReportCondition& b) { return a.time > b.time; });
  return sorted;
}

}  // namespace

std::optional<double> ReportRow::Availability() const { return Share(outage_time, watched); }

std::optional<double> ReportRow::AvailabilityWithRestarts() const {
  return Share(outage_time + restart_time, watched);
}

Report MakeReport(const std::vector<std::shared_ptr<const Account>>& accounts,
                  const std::vector<DeskIncident>& incidents, const Watched& watched,
                  SystemTime from, SystemTime to) {
  Report report;
  report.from = from;
  report.to = to;
  report.watched = watched.Whole();
  std::map<std::string_view, std::size_t> places;
  for (const auto& account : accounts) {
    places.emplace(account->name, report.rows.size());
    ReportRow& row = report.rows.emplace_back();
    row.account = account;
    row.watched = watched.Of(account->name);
  }
  std::vector<const DeskIncident*> counted;
  for (const DeskIncident& incident : incidents) {
    const auto place = places.find(incident.account);
    if (place == places.end()) continue;
    Count(report, incident, &report.rows[place->second]);
    counted.push_back(&incident);
    if (Calls(report, incident)) report.calls.push_back({incident, UntilKnown(incident)});
  }
  report.conditions = ByCondition(report, counted);
  std::sort(report.rows.begin(), report.rows.end(), &IsWorse);
  std::sort(report.calls.begin(), report.calls.end(), [](const ReportCall& a, const ReportCall& b) {
    return a.incident.start < b.incident.start;
  });
  return report;
}

}  // namespace wa
