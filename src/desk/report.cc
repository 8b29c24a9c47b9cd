#include "desk/report.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

namespace wa {
namespace {

double Share(Duration down, Duration watched) {
  if (watched <= Duration(0)) return 1.0;
  return std::clamp(1.0 - Seconds(down) / Seconds(watched), 0.0, 1.0);
}

// The part of [begin, end) that lies within the report.
Duration Within(const Report& report, SystemTime begin, SystemTime end) {
  return std::max(std::min(end, report.to) - std::max(begin, report.from), Duration(0));
}

// Runs may overlap where a clock was set.
Duration Watched(const Report& report, std::vector<AnswerRun> runs) {
  std::sort(runs.begin(), runs.end(),
            [](const AnswerRun& a, const AnswerRun& b) { return a.started < b.started; });
  Duration watched{0};
  SystemTime until = report.from;
  for (const AnswerRun& run : runs) {
    watched += Within(report, std::max(run.started, until), run.alive);
    until = std::max(until, run.alive);
  }
  return watched;
}

void Count(const Report& report, const DeskIncident& incident, ReportRow* row) {
  if (!incident.condition->StopsSending()) {
    ++row->others;
    return;
  }
  const Duration down = Within(report, incident.start, incident.last_seen);
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
  return std::tuple(-a.outage_time, -a.restart_time, a.account->name) <
         std::tuple(-b.outage_time, -b.restart_time, b.account->name);
}

}  // namespace

double ReportRow::Availability(Duration watched) const { return Share(outage_time, watched); }

double ReportRow::AvailabilityWithRestarts(Duration watched) const {
  return Share(outage_time + restart_time, watched);
}

Report MakeReport(const std::vector<std::shared_ptr<const Account>>& accounts,
                  const std::vector<DeskIncident>& incidents, const std::vector<AnswerRun>& runs,
                  SystemTime from, SystemTime to) {
  Report report;
  report.from = from;
  report.to = to;
  report.watched = Watched(report, runs);
  std::map<std::string_view, std::size_t> places;
  for (const auto& account : accounts) {
    places.emplace(account->name, report.rows.size());
    report.rows.emplace_back().account = account;
  }
  for (const DeskIncident& incident : incidents) {
    const auto place = places.find(incident.account);
    if (place == places.end()) continue;
    Count(report, incident, &report.rows[place->second]);
    if (Calls(report, incident)) report.calls.push_back({incident, UntilKnown(incident)});
  }
  std::sort(report.rows.begin(), report.rows.end(), &IsWorse);
  std::sort(report.calls.begin(), report.calls.end(), [](const ReportCall& a, const ReportCall& b) {
    return a.incident.start < b.incident.start;
  });
  return report;
}

}  // namespace wa
