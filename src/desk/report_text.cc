// A report as tables, as Markdown and as CSV.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/csv.h"
#include "base/markdown.h"
#include "base/text.h"
#include "desk/report.h"

namespace wa {
namespace {

constexpr std::size_t kMostRows = 50;
constexpr std::size_t kMostCalls = 200;

constexpr std::string_view kNotKnown = "not known";

std::string Percent(std::optional<double> share) {
  if (!share) return std::string(kNotKnown);
  // Never rounded up to what was not reached.
  const auto thousandths = static_cast<long>(*share * 100'000);
  const std::string after = std::to_string(1000 + thousandths % 1000);
  return std::to_string(thousandths / 1000) + "." + after.substr(1) + " %";
}

// "25 d 20 h", "20 h 3 min", "11 min", "40 s": lengths of which nobody could mistake the units.
std::string Spoken(Duration duration) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(duration).count();
  struct Unit {
    std::int64_t seconds;
    const char* name;
  };
  static constexpr std::array<Unit, 4> kUnits{
      {{86'400, " d"}, {3'600, " h"}, {60, " min"}, {1, " s"}}};
  for (std::size_t i = 0; i + 1 < kUnits.size(); ++i) {
    if (seconds < kUnits[i].seconds) continue;
    const std::int64_t rest = seconds % kUnits[i].seconds / kUnits[i + 1].seconds;
    return std::to_string(seconds / kUnits[i].seconds) + kUnits[i].name +
           (rest == 0 ? "" : " " + std::to_string(rest) + kUnits[i + 1].name);
  }
  return std::to_string(seconds) + kUnits.back().name;
}

std::string Day(SystemTime time) { return FormatUtc(time); }

struct Totals {
  std::size_t restarts = 0, outages = 0, others = 0;
  Duration restart_time{0}, outage_time{0}, watched{0};
  std::size_t unknown = 0;  // accounts of which nothing was heard
};

Totals TotalsOf(const Report& report) {
  Totals totals;
  for (const ReportRow& row : report.rows) {
    totals.restarts += row.restarts;
    totals.outages += row.outages;
    totals.others += row.others;
    totals.restart_time += row.restart_time;
    totals.outage_time += row.outage_time;
    totals.watched += row.watched;
    if (row.watched <= Duration(0)) ++totals.unknown;
  }
  return totals;
}

ReportPart Summary(const Report& report) {
  const Totals totals = TotalsOf(report);
  const auto share = [&](Duration down) -> std::optional<double> {
    if (totals.watched <= Duration(0)) return std::nullopt;
    return std::max(1 - Seconds(down) / Seconds(totals.watched), 0.0);
  };
  return {
      "Summary",
      "From " + Day(report.from) + " to " + Day(report.to) + "; the exporter looked for " +
          Spoken(report.watched) + " of " + Spoken(report.to - report.from) + ".",
      {{"What", "Value"},
       {"Accounts", std::to_string(report.rows.size())},
       {"Accounts of which nothing was heard", std::to_string(totals.unknown)},
       {"Availability, restarts not counted", Percent(share(totals.outage_time))},
       {"Availability, restarts counted", Percent(share(totals.outage_time + totals.restart_time))},
       {"Restarts within the allowance",
        std::to_string(totals.restarts) + ", " + FormatClock(totals.restart_time)},
       {"Outages beyond it",
        std::to_string(totals.outages) + ", " + FormatClock(totals.outage_time)},
       {"Other incidents", std::to_string(totals.others)}}};
}

ReportPart Worst(const Report& report) {
  ReportPart part{"Accounts, worst first",
                  "",
                  {{"Account", "Plan", "Availability, restarts not counted", "restarts counted",
                    "Restarts", "Outages", "Others"}}};
  for (const ReportRow& row : report.rows) {
    if (part.table.size() > kMostRows) {
      part.sentence = "The worst " + std::to_string(kMostRows) + " of " +
                      std::to_string(report.rows.size()) + "; the CSV form has all.";
      break;
    }
    part.table.push_back({row.account->name, std::string(Name(row.account->plan)),
                          Percent(row.Availability()), Percent(row.AvailabilityWithRestarts()),
                          std::to_string(row.restarts) + ", " + FormatClock(row.restart_time),
                          std::to_string(row.outages) + ", " + FormatClock(row.outage_time),
                          std::to_string(row.others)});
  }
  return part;
}

ReportPart Conditions(const Report& report) {
  ReportPart part{"Incidents by condition", "", {}};
  if (report.conditions.empty()) {
    part.sentence = "None.";
    return part;
  }
  part.table.push_back({"Condition", "Incidents", "Accounts", "Together", "Longest"});
  for (const ReportCondition& of : report.conditions) {
    part.table.push_back({of.condition->title + " (" + of.condition->slug + ")",
                          std::to_string(of.incidents), std::to_string(of.accounts),
                          FormatClock(of.time), FormatClock(of.longest)});
  }
  return part;
}

// How long after its grace the latest of them was known.
std::optional<Duration> LongestDelay(const Report& report) {
  std::optional<Duration> longest;
  for (const ReportCall& call : report.calls) {
    if (!call.until_known) continue;
    const Duration delay = *call.until_known - call.incident.grace;
    longest = std::max(longest.value_or(delay), delay);
  }
  return longest;
}

ReportPart CallsOf(const Report& report) {
  ReportPart part{"What called somebody", "", {}};
  if (report.calls.empty()) {
    part.sentence = "Nothing.";
    return part;
  }
  part.sentence =
      "Time to page: from the first bad answer to the one that showed the incident beyond what is "
      "allowed; the evaluation of the rules and the grouping of Alertmanager add to it.";
  if (const auto longest = LongestDelay(report)) {
    part.sentence += " The slowest was known " + FormatClock(*longest) + " after it was due.";
  }
  part.table.push_back({"First seen", "Account", "Condition", "Allowed", "Time to page", "Lasted"});
  for (const ReportCall& call : report.calls) {
    if (part.table.size() > kMostCalls) {
      part.sentence += " The first " + std::to_string(kMostCalls) + " of " +
                       std::to_string(report.calls.size()) + ".";
      break;
    }
    part.table.push_back({Day(call.incident.start), call.incident.account,
                          call.incident.condition->title, FormatClock(call.incident.grace),
                          call.until_known ? FormatClock(*call.until_known) : "not known",
                          FormatClock(call.incident.Lasted())});
  }
  return part;
}

std::string MarkdownLine(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) line += " " + EscapeMarkdown(cell) + " |";
  return line + "\n";
}

std::string MarkdownPart(const ReportPart& part) {
  std::string text = "\n## " + part.title + "\n\n";
  if (!part.sentence.empty()) text += part.sentence + "\n\n";
  for (std::size_t i = 0; i < part.table.size(); ++i) {
    text += MarkdownLine(part.table[i]);
    if (i > 0) continue;
    text += "|";
    for (std::size_t cell = 0; cell < part.table[0].size(); ++cell) text += "---|";
    text += "\n";
  }
  return text;
}

}  // namespace

std::vector<ReportPart> PartsOf(const Report& report) {
  return {Summary(report), Worst(report), Conditions(report), CallsOf(report)};
}

std::string ReportMarkdown(const Report& report, const std::string& title) {
  std::string text = "# WhatsApp Business accounts: " + EscapeMarkdown(title) + "\n";
  for (const ReportPart& part : PartsOf(report)) text += MarkdownPart(part);
  return text;
}

std::string ReportCsv(const Report& report) {
  const auto seconds = [](Duration time) {
    return std::to_string(static_cast<long>(Seconds(time)));
  };
  const auto share = [](std::optional<double> value) {
    return value ? std::to_string(*value) : std::string();
  };
  const std::array<std::string, 11> head{
      "account",         "provider",        "plan",
      "watched_seconds", "availability",    "availability_with_restarts",
      "restarts",        "restart_seconds", "outages",
      "outage_seconds",  "other_incidents"};
  std::string csv = CsvLine(head);
  for (const ReportRow& row : report.rows) {
    const std::array<std::string, 11> cells{row.account->name,
                                            row.account->provider,
                                            std::string(Name(row.account->plan)),
                                            seconds(row.watched),
                                            share(row.Availability()),
                                            share(row.AvailabilityWithRestarts()),
                                            std::to_string(row.restarts),
                                            seconds(row.restart_time),
                                            std::to_string(row.outages),
                                            seconds(row.outage_time),
                                            std::to_string(row.others)};
    csv += CsvLine(cells);
  }
  return csv;
}

}  // namespace wa
