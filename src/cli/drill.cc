// waba_exporter drill: plays an outage from the provider's answer to the notification.
#include "drill/drill.h"

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <ostream>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/installation.h"
#include "cli/render_drill.h"
#include "cli/speed.h"
#include "load/override_table.h"
#include "load/polling_table.h"
#include "load/read_file.h"
#include "load/shipped_alerts.h"
#include "load/toml_reader.h"

namespace wa {
namespace {

constexpr double kSpeedOfAll = 60;
// A hundred accounts that are polled every second would keep a small machine busy.
constexpr Duration kFloorOfAll = std::chrono::seconds(2);
constexpr double kMostMinutes = 24 * 60;

struct Options {
  std::string config;
  std::string condition;  // empty: the most common one
  std::string minutes;
  std::string speed;
  std::string rules;
  std::string routes;
  std::string prometheus;
  std::string listen = "127.0.0.1:10366";
  std::string receiver = "127.0.0.1:10367";
  bool all = false;
  bool json = false;
};

std::string WhyNoMinutes(const std::string& text) {
  const auto minutes = ParseSpeed(text);  // a number above 0
  if (minutes && *minutes <= kMostMinutes) return "";
  return Quoted(text) + " is no time: write minutes, above 0 and at most a day";
}

// Reads [polling] and [condition.SLUG] and nothing else: accounts and keys are of no use here.
bool ReadUsersTimes(const std::string& path, const Catalogue& catalogue, PollingConfig* polling,
                    ConditionOverrides* overrides, Console& console) {
  if (path.empty()) return true;
  Problems problems;
  const Result<FileContents> text = ReadFile(path, kMaxConfigBytes);
  if (!text)
    problems.push_back({path, 0, 0, "cannot read the configuration: " + text.error().message});
  const auto file = text ? TomlFile::Parse(text->bytes, path, &problems) : nullptr;
  if (file) {
    if (const auto table = file->Root().Table("polling")) ReadPolling(*table, polling);
    *overrides = ReadOverrides(file->Root(), catalogue);
  }
  if (problems.empty()) return true;
  PrintProblems(problems, console);
  return false;
}

bool ReadText(const std::string& path, std::string_view shipped, std::string* text,
              Console& console) {
  *text = shipped;
  if (path.empty()) return true;
  auto file = ReadFile(path, kMaxConfigBytes);
  if (!file) {
    PrintProblems({{path, 0, 0, "cannot be read: " + file.error().message}}, console);
    return false;
  }
  *text = std::move(file->bytes);
  return true;
}

// A drill in the user's own Prometheus, whose intervals count. Says what has to be added to it.
bool UseOwn(const Options& options, drill::Setup* setup, Console& console) {
  if (options.prometheus.empty()) return true;
  drill::OwnPrometheus own{options.prometheus, options.listen, options.receiver};
  if (own.url.back() == '/') own.url.pop_back();
  auto configs = drill::AskConfigs(own, RealClock());
  if (!configs) {
    console.err << "waba_exporter drill: " << configs.error().message << "\n";
    return false;
  }
  if (configs->prometheus.find(drill::kDrillJob) == std::string::npos) {
    console.err << "Add this to the scrape_configs of Prometheus, and reload it; the drill waits:\n"
                << drill::ScrapeSnippet(own) << std::flush;
  }
  setup->prometheus = std::move(configs->prometheus);
  if (options.routes.empty()) setup->routes = std::move(configs->routes);
  setup->own = std::move(own);
  return true;
}

std::vector<const drill::Play*> Chosen(const std::vector<drill::Play>& plays,
                                       const Options& options) {
  std::vector<const drill::Play*> chosen;
  for (const drill::Play& play : plays) {
    const bool wanted = options.all || play.condition == options.condition;
    if (wanted && play.IsPlayed()) chosen.push_back(&play);
  }
  return chosen;
}

std::string WhyNothing(const std::vector<drill::Play>& plays, const std::string& slug) {
  std::vector<std::string> slugs;
  for (const drill::Play& play : plays) {
    if (play.condition == slug) return Quoted(slug) + " cannot be played: " + play.why_not;
    slugs.push_back(play.condition);
  }
  return "there is no condition " + Quoted(slug) + Suggestion(slug, slugs);
}

// Before anything is started, so that every thread has it.
void BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

int Play(const drill::DrillOptions& options, DrillReport report, bool one, bool json,
         Console& console) {
  const RealClock clock;
  if (one && !json) {
    const drill::Actor& actor = options.setup.cast.front();
    const drill::Expectation expectation =
        drill::Expect(actor.condition->severity, options.setup.tempo.Scaled(actor.grace),
                      drill::CadenceOf(options.setup), options.played);
    console.out << RenderDrillPlan(options.setup, expectation, console.style) << "\n" << std::flush;
  }
  BlockSignals();
  auto outcomes =
      drill::RunDrill(options, clock, [&](const drill::Actor&, const drill::Happening& happening) {
        if (one && !json) console.out << RenderHappening(happening, console.style) << std::flush;
      });
  if (!outcomes) {
    console.err << "waba_exporter drill: " << outcomes.error().message << "\n";
    return outcomes.error().code == ErrorCode::kConfig ? kUsage : kFailure;
  }
  report.outcomes = std::move(*outcomes);
  if (json) {
    console.out << DrillJson(report);
  } else {
    console.out << (one ? "\n" + RenderOutcome(report.outcomes.front(), console.style)
                        : RenderDrillReport(report, console.style));
  }
  return Passed(report) ? kGood : kFailure;
}

int Drill(const Options& options, const CommandLine& line, Console& console) {
  const auto catalogue = CatalogueFrom("", console);
  const auto plays = drill::ParsePlays(drill::EmbeddedPlays(), "plays.toml");
  if (!catalogue || !plays) return kFailure;
  drill::DrillOptions drill;
  ConditionOverrides overrides;
  if (!ReadUsersTimes(options.config, *catalogue, &drill.setup.polling, &overrides, console) ||
      !ReadText(options.rules, ShippedRules(), &drill.setup.rules, console) ||
      !ReadText(options.routes, ShippedRoutes(), &drill.setup.routes, console)) {
    return kUsage;
  }
  const auto chosen = Chosen(*plays, options);
  if (chosen.empty()) return line.Refuse(console, WhyNothing(*plays, options.condition));
  DrillReport report;
  report.speed =
      options.speed.empty() ? (options.all ? kSpeedOfAll : 1) : *ParseSpeed(options.speed);
  for (const drill::Play& play : *plays) {
    if (options.all && !play.IsPlayed()) report.not_played.push_back(play);
  }
  drill.setup.tempo.speed = report.speed;
  if (options.all) drill.setup.tempo.floor = kFloorOfAll;
  if (!UseOwn(options, &drill.setup, console)) return kFailure;
  drill.setup.cast = drill::MakeCast(chosen, *catalogue, overrides);
  if (!options.minutes.empty()) {
    const std::chrono::duration<double, std::ratio<60>> minutes(*ParseSpeed(options.minutes));
    drill.played = drill.setup.tempo.Scaled(std::chrono::duration_cast<Duration>(minutes));
  }
  return Play(drill, std::move(report), !options.all, options.json, console);
}

}  // namespace

int RunDrillCommand(const Arguments& arguments, Console& console) {
  Options options;
  CommandLine line(
      "drill",
      "Plays a condition of a simulated account through the exporter, Prometheus and "
      "Alertmanager with the shipped rules and routes, and says what happened when and who "
      "was called. No real account is asked, and nobody is called. Exit 1 if the call came "
      "early, late, twice or not at all.",
      "--config my.toml --condition stack-not-running --speed 10");
  line.Optional("--config", &options.config, "FILE",
                "take graces and polling intervals from here; its accounts are not used");
  line.Optional("--condition", &options.condition, "SLUG", "what is played");
  line.Flag("--all", &options.all, "play every condition, all at once, 60 times as fast");
  line.Optional("--minutes", &options.minutes, "M",
                "how long it lasts; without it, until somebody is called", &WhyNoMinutes);
  line.Optional("--speed", &options.speed, "N", "divide every configured time by this",
                &WhyNoSpeed);
  line.Optional("--rules", &options.rules, "FILE", "rules instead of the shipped ones");
  line.Optional("--routes", &options.routes, "FILE",
                "an Alertmanager's configuration instead of the shipped one");
  line.Optional("--prometheus", &options.prometheus, "URL",
                "your Prometheus and its Alertmanager instead of others");
  line.Optional("--listen", &options.listen, "ADDR", "where yours finds the exporter");
  line.Optional("--receiver", &options.receiver, "ADDR", "where receiver \"drill\" posts to");
  line.Json(&options.json);
  if (const auto done = line.Parse(arguments, console)) return *done;
  if (!options.prometheus.empty() && (options.all || !options.speed.empty())) {
    return line.Refuse(console,
                       "--prometheus does not go with --all or --speed: it has its own pace");
  }
  if (options.all && !options.condition.empty()) {
    return line.Refuse(console, "--all plays every condition: leave out --condition");
  }
  if (options.condition.empty()) options.condition = "internal-server-error";
  return Drill(options, line, console);
}

}  // namespace wa
