#include "life/against_rules.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "life/world.h"
#include "load/shipped_alerts.h"
#include "metrics/fleet_samples.h"
#include "replay/rule_test.h"
#include "replay/run_program.h"

namespace wa::life {
namespace {

// "step 12: shop-1 internal-server-error begins"
std::string Line(std::size_t step, const PageName& page, bool began) {
  return "step " + std::to_string(step) + ": " + page.account + " " + page.condition +
         (began ? " begins" : " ends");
}

bool IsWanted(std::string_view family) {
  const bool is_judged = family.starts_with("waba_condition") ||
                         family.starts_with("waba_account") ||
                         family == "waba_exporter_uplink_level";
  return is_judged && ShippedRules().find(family) != std::string_view::npos;
}

struct Played {
  RuleTest test{kScrapeEvery};
  std::size_t steps = 0;
  std::set<std::string> changes;
};

Played Play(const Life& life) {
  Played played;
  std::set<PageName> before;
  Conditions conditions;
  conditions.scraped = [&](SteadyTime, const FleetSnapshot* shown, const Prometheus& prometheus) {
    const std::size_t step = played.steps++;
    if (shown != nullptr) {
      const FleetView view{*shown, shown->published};
      played.test.Add(step, FleetSamples(view, view, IsWanted));
    }
    const std::set<PageName> now = prometheus.Firing();
    for (const PageName& page : now) {
      if (before.count(page) == 0) played.changes.insert(Line(step, page, true));
    }
    for (const PageName& page : before) {
      if (now.count(page) == 0) played.changes.insert(Line(step, page, false));
    }
    before = now;
  };
  World(life, conditions).Play();
  return played;
}

// With another plan an alert has other labels: the one begins before the other has ended, and it is
// one page all the while.
void AddChanges(const std::vector<AlertChange>& alerts, std::set<std::string>* changes) {
  std::map<PageName, int> firing;
  std::map<std::pair<std::size_t, PageName>, int> by_step;
  for (const AlertChange& change : alerts) {
    const auto account = change.labels.find("account");
    const auto condition = change.labels.find("condition");
    if (account == change.labels.end() || condition == change.labels.end()) continue;
    by_step[{change.step, {account->second, condition->second}}] += change.began ? 1 : -1;
  }
  for (const auto& [place, difference] : by_step) {
    const auto& [step, page] = place;
    const int before = firing[page];
    const int now = firing[page] += difference;
    if ((before > 0) != (now > 0)) changes->insert(Line(step, page, now > 0));
  }
}

}  // namespace

std::string DifferenceToRules(const Life& life, const std::string& folder, std::size_t* pages) {
  const Played played = Play(life);
  *pages = static_cast<std::size_t>(
      std::count_if(played.changes.begin(), played.changes.end(),
                    [](const std::string& line) { return line.ends_with("begins"); }));
  const std::string rules = folder + "/rules.yml";
  const std::string test = folder + "/test.yml";
  std::ofstream(rules) << ShippedRules();
  std::set<std::string> changes;
  for (const std::string& yaml : played.test.Yaml(rules, played.steps)) {
    std::ofstream(test) << yaml;
    const auto end = RunProgram("promtool", {"test", "rules", test}, folder + "/printed.txt");
    if (!end) return end.error().message;
    const auto some = ReadRuleTest(end->exit_status, end->printed);
    if (!some) return "promtool: " + some.error().message;
    AddChanges(*some, &changes);
  }
  std::string difference;
  for (const std::string& line : changes) {
    if (played.changes.count(line) == 0) difference += "only by the rules, " + line + "\n";
  }
  for (const std::string& line : played.changes) {
    if (changes.count(line) == 0) difference += "only by the model, " + line + "\n";
  }
  return difference;
}

}  // namespace wa::life
