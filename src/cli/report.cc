// waba_exporter report: how accounts were in a month, from what the exporter remembers.
#include "desk/report.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/installation.h"
#include "load/write_file.h"
#include "store/history.h"
#include "web/incident_list.h"
#include "web/report_page.h"

namespace wa {
namespace {

struct Options {
  std::string config;
  std::string conditions;
  std::string month;
  std::string tag;
  std::string format = "markdown";
  std::string out;
};

std::optional<std::chrono::year_month> ParseMonth(const std::string& text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.size() != 7 || text[4] != '-') return std::nullopt;
  if (!std::all_of(text.begin(), text.begin() + 4, is_digit) || !is_digit(text[5]) ||
      !is_digit(text[6])) {
    return std::nullopt;
  }
  const std::chrono::year_month month{
      std::chrono::year(std::stoi(text.substr(0, 4))),
      std::chrono::month(static_cast<unsigned>(std::stoi(text.substr(5))))};
  return month.ok() ? std::optional(month) : std::nullopt;
}

std::string WhyNotMonth(const std::string& text) {
  return ParseMonth(text) ? "" : "it is a month such as 2026-11";
}

std::string WhyNotTag(const std::string& text) {
  const std::size_t equals = text.find('=');
  return equals != std::string::npos && equals > 0 ? "" : "it is NAME=VALUE, such as team=retail";
}

std::string WhyNotFormat(const std::string& text) {
  return text == "markdown" || text == "html" || text == "csv" ? "" : "it is markdown, html or csv";
}

SystemTime StartOf(std::chrono::year_month month) {
  return SystemTime(std::chrono::sys_days(month / 1).time_since_epoch());
}

bool HasTag(const Account& account, const std::string& tag) {
  if (tag.empty()) return true;
  const std::size_t equals = tag.find('=');
  const auto found = account.tags->find(tag.substr(0, equals));
  return found != account.tags->end() && found->second == tag.substr(equals + 1);
}

std::vector<std::shared_ptr<const Account>> Chosen(const Config& config, const std::string& tag) {
  std::vector<std::shared_ptr<const Account>> accounts;
  for (const auto& account : config.accounts) {
    if (HasTag(*account, tag)) accounts.push_back(account);
  }
  return accounts;
}

AccountOf AccountsOf(const Config& config) {
  std::map<std::string, const Account*> accounts;
  for (const auto& account : config.accounts) accounts.emplace(account->name, account.get());
  return [accounts = std::move(accounts)](const std::string& name) {
    const auto found = accounts.find(name);
    return found == accounts.end() ? nullptr : found->second;
  };
}

Result<std::vector<IncidentRecord>> ReadIncidents(History& history, SystemTime from,
                                                  SystemTime to) {
  std::vector<IncidentRecord> all;
  IncidentQuery query;
  query.from = from;
  query.to = to;
  query.limit = IncidentQuery::kMostAtOnce;
  for (bool has_more = true; has_more; query.offset += query.limit) {
    auto page = history.Incidents(query);
    if (!page) return tl::unexpected(page.error());
    all.insert(all.end(), page->incidents.begin(), page->incidents.end());
    has_more = page->has_more;
  }
  return all;
}

Result<Report> Make(const Installation& installation, const Options& options, SystemTime now) {
  const std::chrono::year_month month = *ParseMonth(options.month);
  const SystemTime from = StartOf(month);
  const SystemTime to = std::min(StartOf(month + std::chrono::months(1)), now);
  if (from >= now) return Fail(ErrorCode::kConfig, options.month + " has not begun yet");
  auto history = History::Open(installation.config.storage.path);
  if (!history) return tl::unexpected(history.error());
  const auto records = ReadIncidents(*history, from, to);
  if (!records) return tl::unexpected(records.error());
  const auto runs = history->Runs(from, to);
  if (!runs) return tl::unexpected(runs.error());
  const auto marks = history->Marks(from, to);
  if (!marks) return tl::unexpected(marks.error());
  return MakeReport(Chosen(installation.config, options.tag),
                    ToDesk(*records, *installation.catalogue, AccountsOf(installation.config)),
                    Watched(*runs, *marks, from, to), from, to);
}

std::string AsAsked(const Report& report, const Options& options) {
  const std::string title = options.month + (options.tag.empty() ? "" : ", " + options.tag);
  if (options.format == "csv") return ReportCsv(report);
  return options.format == "html" ? ReportHtml(report, title) : ReportMarkdown(report, title);
}

int Say(const Error& error, Console& console) {
  console.err << "waba_exporter report: " << error.message << "\n";
  return error.code == ErrorCode::kConfig ? kUsage : kFailure;
}

}  // namespace

int RunReportCommand(const Arguments& arguments, Console& console) {
  Options options;
  CommandLine line("report",
                   "Tells how accounts were in a month: availability with restarts apart, "
                   "incidents, and what called somebody. Reads the exporter's database; it may be "
                   "running.",
                   "--month 2026-11 --config my.toml");
  line.Config(&options.config);
  line.Conditions(&options.conditions);
  line.Required("--month", &options.month, "MONTH", "the month (UTC), such as 2026-11");
  line.Optional("--tag", &options.tag, "NAME=VALUE", "only accounts with this tag", &WhyNotTag);
  line.Optional("--format", &options.format, "FORMAT", "markdown (the default), html or csv",
                &WhyNotFormat);
  line.Words("--format", {"markdown", "html", "csv"});
  line.Optional("--out", &options.out, "FILE", "where to write to, instead of standard output");
  if (const auto done = line.Parse(arguments, console)) return *done;
  if (const std::string why = WhyNotMonth(options.month); !why.empty()) {
    return line.Refuse(console, "--month: " + why);
  }
  const auto installation = LoadInstallation(options.config, options.conditions, console);
  if (!installation) return kUsage;
  const auto report = Make(*installation, options, RealClock().System());
  if (!report) return Say(report.error(), console);
  if (report->rows.empty()) {
    return line.Refuse(console, "--tag: no account has the tag " + options.tag);
  }
  const std::string text = AsAsked(*report, options);
  if (options.out.empty()) {
    console.out << text;
    return kGood;
  }
  const Status written = ReplaceFile(options.out, text);
  return written ? kGood : Say(written.error(), console);
}

}  // namespace wa
