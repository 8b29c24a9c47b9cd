// waba_exporter replay: which pages the recorded answers of a past night lead to by today's
// catalogue, configuration and rules.
#include "replay/replay.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <ostream>
#include <system_error>

#include "base/clock.h"
#include "base/log.h"
#include "base/rfc3339.h"
#include "base/text.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/installation.h"
#include "cli/progress.h"
#include "cli/render_replay.h"

namespace wa {
namespace {

constexpr Duration kOneNight = std::chrono::hours(12);
constexpr Duration kLongest = std::chrono::hours(24 * 7);
constexpr Duration kSmallestStep = std::chrono::seconds(1);
constexpr Duration kLargestStep = std::chrono::minutes(5);

struct Options {
  std::string account;
  std::string config;
  std::string conditions;
  std::string rules;
  std::string from;
  std::string to;
  std::string every = "15s";
  bool json = false;
};

// "2026-11-25T22:00:00Z", or so long ago: "12h".
std::optional<SystemTime> TimeOf(const std::string& text, SystemTime now) {
  if (const auto ago = ParseDuration(text)) return now - *ago;
  return ParseRfc3339(text);
}

std::string WhyNoTime(const std::string& text) {
  if (TimeOf(text, RealClock().System())) return "";
  return Quoted(text) + " is no time: write 2026-11-25T22:00:00Z, or how long ago, such as 12h";
}

std::string WhyNoStep(const std::string& text) {
  const auto step = ParseDuration(text);
  if (step && *step >= kSmallestStep && *step <= kLargestStep) return "";
  return Quoted(text) + " is no interval from 1s to 5m";
}

// Whole seconds: what is asked for is what is printed.
SystemTime WholeSeconds(SystemTime time) { return std::chrono::floor<std::chrono::seconds>(time); }

std::optional<ReplaySettings> SettingsOf(const Options& options, const CommandLine& line,
                                         Console& console) {
  const SystemTime now = WholeSeconds(RealClock().System());
  ReplaySettings settings;
  settings.to = options.to.empty() ? now : WholeSeconds(*TimeOf(options.to, now));
  settings.from =
      options.from.empty() ? settings.to - kOneNight : WholeSeconds(*TimeOf(options.from, now));
  settings.every = *ParseDuration(options.every);
  if (!options.rules.empty()) {
    std::error_code ignored;
    settings.rules_file = std::filesystem::absolute(options.rules, ignored).string();
  }
  std::string why;
  if (settings.from >= settings.to) why = "--from must be before --to";
  if (settings.to > now) why = "--to is in the future";
  if (settings.to - settings.from > kLongest) why = "no more than 7 days are replayed at once";
  if (why.empty()) return settings;
  line.Refuse(console, why);
  return std::nullopt;
}

int Say(const Error& error, Console& console) {
  console.err << "waba_exporter replay: " << error.message << "\n";
  if (error.code == ErrorCode::kNotFound) {
    console.err << "It comes with Prometheus (package prometheus) and evaluates the rules.\n";
  }
  return error.code == ErrorCode::kConfig ? kUsage : kFailure;
}

Result<ReplayReport> Told(const Installation& installation, const ReplaySettings& settings,
                          Console& console) {
  const RealClock clock;
  Progress progress(console, clock);
  return Replay(std::make_shared<const Config>(installation.config), installation.catalogue,
                settings, [&](std::string_view doing, std::size_t done, std::size_t all) {
                  progress.Tell(doing, done, all);
                });
}

// What is wider than an account ("provider/d360") may page, too.
bool IsKnown(const std::string& name, const Config& config) {
  if (name.find('/') != std::string::npos) return true;
  return std::any_of(config.accounts.begin(), config.accounts.end(),
                     [&](const auto& account) { return account->name == name; });
}

}  // namespace

int RunReplayCommand(const Arguments& arguments, Console& console) {
  Options options;
  CommandLine line(
      "replay",
      "Judges what accounts answered in a past night by today's catalogue, "
      "configuration and rules, and lists the pages that would have been sent. Changes "
      "nothing, and the exporter may be running. Needs promtool.",
      "--config my.toml --from 12h");
  line.Argument("ACCOUNT", &options.account, "only pages about this account", false);
  line.Config(&options.config);
  line.Conditions(&options.conditions);
  line.Optional("--rules", &options.rules, "FILE",
                "rules of Prometheus, instead of those that the program holds");
  line.Optional("--from", &options.from, "TIME",
                "2026-11-25T22:00:00Z, or how long ago (default: 12h before --to)", &WhyNoTime);
  line.Optional("--to", &options.to, "TIME", "likewise (default: now)", &WhyNoTime);
  line.Optional("--every", &options.every, "DURATION",
                "between two scrapes and evaluations of the rules (default: 15s, as in the shipped "
                "prometheus.yml)",
                &WhyNoStep);
  line.Json(&options.json);
  if (const auto done = line.Parse(arguments, console)) return *done;
  const auto settings = SettingsOf(options, line, console);
  if (!settings) return kUsage;
  const auto installation = LoadInstallation(options.config, options.conditions, console);
  if (!installation) return kUsage;
  if (!options.account.empty() && !IsKnown(options.account, installation->config)) {
    return line.Refuse(console, NoSuchAccount(installation->config, options.account));
  }
  SetLogLevel(LogLevel::kError);  // incidents of the night are no news
  auto report = Told(*installation, *settings, console);
  if (!report) return Say(report.error(), console);
  if (!options.account.empty()) {
    std::erase_if(report->pages, [&](const Page& page) { return page.account != options.account; });
  }
  console.out << (options.json ? ReplayJson(*report, *settings)
                               : RenderReplay(*report, *settings, console.style));
  return kGood;
}

}  // namespace wa
