// waba_exporter drill: plays an outage from the provider's answer to the notification.
#include "drill/drill.h"

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <optional>
#include <ostream>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/installation.h"
#include "cli/render_drill.h"
#include "cli/render_drill_plan.h"
#include "cli/speed.h"
#include "drill/stack.h"
#include "load/override_table.h"
#include "load/polling_table.h"
#include "load/read_file.h"
#include "load/shipped_alerts.h"
#include "load/toml_reader.h"
#include "load/url.h"
#include "web/listener.h"

namespace wa {
namespace {

constexpr double kSpeedOfAll = 60;
// Beyond it the longest usual grace, ten minutes, is shorter than a poll; below it the shortest
// drill would last for hours.
constexpr double kSlowest = 0.1;
constexpr double kFastest = 600;
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
  bool plan = false;
  bool json = false;
};

std::string WhyNoMinutes(const std::string& text) {
  const auto minutes = ParseSpeed(text);  // a number above 0
  if (minutes && *minutes <= kMostMinutes) return "";
  return Quoted(text) + " is no time: write minutes, above 0 and at most a day";
}

std::string WhyNoDrillSpeed(const std::string& text) {
  const auto speed = ParseSpeed(text);
  if (speed && *speed >= kSlowest && *speed <= kFastest) return "";
  return Quoted(text) + " is no speed for a drill: write a number from " + SpeedText(kSlowest) +
         " to " + SpeedText(kFastest) + ", such as 60";
}

std::string WhyNoPrometheus(const std::string& text) {
  const Result<Url> url = ParseUrl(text);
  if (!url) return "not a URL: " + url.error().message + "; such as http://127.0.0.1:9090";
  return url->has_userinfo ? "a user and password in the URL are not sent: leave them out" : "";
}

std::string WhyNoAddress(const std::string& text) {
  const auto address = ParseListenAddress(text);
  return address ? "" : address.error().message;
}

// What --minutes says.
std::optional<Duration> Played(const Options& options) {
  if (options.minutes.empty()) return std::nullopt;
  const std::chrono::duration<double, std::ratio<60>> minutes(*ParseSpeed(options.minutes));
  return std::chrono::duration_cast<Duration>(minutes);
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
    if (options.all || play.condition == options.condition) chosen.push_back(&play);
  }
  return chosen;
}

std::string WhyNothing(const std::vector<drill::Play>& plays, const std::string& slug) {
  std::vector<std::string> slugs;
  for (const drill::Play& play : plays) slugs.push_back(play.condition);
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

// One line for each thing that happens to one condition, one for each of many that is over.
drill::Witness WitnessFor(bool one, const Options& options, std::size_t all, Console& console) {
  drill::Witness witness;
  if (options.json) return witness;
  if (one) {
    witness.happened = [&console](const drill::Actor& actor, const drill::Happening& happening) {
      console.out << RenderHappening(actor, happening, console.style) << std::flush;
    };
    return witness;
  }
  witness.done = [&console, all, done = std::size_t{0}](const drill::Outcome& outcome) mutable {
    console.err << RenderProgress(outcome, ++done, all) << std::flush;
  };
  return witness;
}

// In the order of the catalogue again.
void SortLike(const std::vector<const drill::Play*>& chosen,
              std::vector<drill::Outcome>* outcomes) {
  const auto place = [&](const drill::Outcome& outcome) {
    return std::find_if(chosen.begin(), chosen.end(), [&](const drill::Play* play) {
      return play->condition == outcome.condition;
    });
  };
  std::sort(outcomes->begin(), outcomes->end(),
            [&](const auto& a, const auto& b) { return place(a) < place(b); });
}

int Play(const std::vector<drill::Act>& acts, const std::vector<const drill::Play*>& chosen,
         DrillReport report, const Options& options, Console& console) {
  const bool one = !options.all;
  if (!options.json && one) {
    console.out << RenderDrillPlan(acts.front(), console.style) << "\n" << std::flush;
  } else if (!options.json) {
    console.err << RenderDrillsPlan(acts, console.style) << std::flush;
  }
  BlockSignals();
  auto drilled =
      drill::RunDrill(acts, RealClock(), WitnessFor(one, options, chosen.size(), console));
  if (!drilled) {
    console.err << "waba_exporter drill: " << drilled.error().message << "\n";
    return drilled.error().code == ErrorCode::kConfig ? kUsage : kFailure;
  }
  report.outcomes = std::move(drilled->outcomes);
  report.slow = std::move(drilled->slow);
  SortLike(chosen, &report.outcomes);
  if (options.json) {
    console.out << DrillJson(report);
  } else {
    console.out << "\n"
                << (one ? RenderOutcome(report, console.style)
                        : RenderDrillReport(report, console.style));
  }
  return Passed(report) ? kGood : kFailure;
}

int ShowPlan(const std::vector<drill::Act>& acts, const Options& options, Console& console) {
  if (options.json) {
    console.out << DrillPlanJson(acts);
  } else if (options.all) {
    console.out << RenderPlanTable(acts, console.style) << "\n"
                << RenderDrillsPlan(acts, console.style);
  } else {
    console.out << RenderDrillPlan(acts.front(), console.style);
  }
  return kGood;
}

// What is wrong with a speed that another condition could have; or nothing.
std::string WhyTooFast(const std::vector<const drill::Play*>& chosen, double speed,
                       const Options& options) {
  const drill::Play& play = *chosen.front();
  if (options.all || speed <= play.fastest.value_or(speed)) return "";
  return play.condition + " can be played at most " + SpeedText(*play.fastest) +
         " times as fast as usual: use --speed " + SpeedText(*play.fastest) + ", or none";
}

int Drill(const Options& options, const CommandLine& line, Console& console) {
  const auto catalogue = CatalogueFrom("", console);
  const auto plays = drill::ParsePlays(drill::EmbeddedPlays(), "plays.toml");
  if (!catalogue || !plays) return kFailure;
  drill::Setup setup;
  ConditionOverrides overrides;
  if (!ReadUsersTimes(options.config, *catalogue, &setup.polling, &overrides, console) ||
      !ReadText(options.rules, ShippedRules(), &setup.rules, console) ||
      !ReadText(options.routes, ShippedRoutes(), &setup.routes, console)) {
    return kUsage;
  }
  const auto chosen = Chosen(*plays, options);
  if (chosen.empty()) return line.Refuse(console, WhyNothing(*plays, options.condition));
  DrillReport report;
  report.speed =
      options.speed.empty() ? (options.all ? kSpeedOfAll : 1) : *ParseSpeed(options.speed);
  if (const auto why = WhyTooFast(chosen, report.speed, options); !why.empty()) {
    return line.Refuse(console, why);
  }
  setup.tempo.speed = report.speed;
  if (options.prometheus.empty() && !options.plan) {
    if (const Status found = drill::FindPrograms(); !found) {
      console.err << "waba_exporter drill: " << found.error().message << "\n";
      return kFailure;
    }
  }
  if (!UseOwn(options, &setup, console)) return kFailure;
  const auto acts = drill::MakeActs(setup, chosen, *catalogue, overrides, Played(options));
  if (options.plan) return ShowPlan(acts, options, console);
  return Play(acts, chosen, std::move(report), options, console);
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
                &WhyNoDrillSpeed);
  line.Optional("--rules", &options.rules, "FILE", "rules instead of the shipped ones");
  line.Optional("--routes", &options.routes, "FILE",
                "an Alertmanager's configuration instead of the shipped one");
  line.Optional("--prometheus", &options.prometheus, "URL",
                "your Prometheus and its Alertmanager instead of others", &WhyNoPrometheus);
  line.Optional("--listen", &options.listen, "ADDR", "where yours finds the exporter",
                &WhyNoAddress);
  line.Optional("--receiver", &options.receiver, "ADDR", "where receiver \"drill\" posts to",
                &WhyNoAddress);
  line.Flag("--plan", &options.plan, "say what would be played and what must come of it, and end");
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
