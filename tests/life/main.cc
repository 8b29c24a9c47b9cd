// Months of simulated life: see docs/reliability.md, "Months in minutes".
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <set>
#include <string>

#include "base/log.h"
#include "life/against_rules.h"
#include "life/life.h"
#include "life/shrink.h"
#include "life/tell.h"
#include "life/world.h"

namespace wa::life {
namespace {

struct Options {
  std::uint64_t first = 1;
  std::uint64_t seeds = 1000;
  double days = 30;
  std::size_t accounts = 0;  // 0: the seed says
  double trouble = 1.0;
  double questions = 1.0;
  bool sqlite = false;
  bool sleepless = false;
  std::string defect = "none";
  bool check_defects = false;
  bool check_rules = false;
};

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "waba_life_XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

Wish WishOf(const Options& options) {
  Wish wish;
  wish.length = std::chrono::seconds(static_cast<std::int64_t>(options.days * 86400));
  if (options.accounts > 0) wish.accounts = options.accounts;
  wish.trouble = options.trouble;
  wish.questions = options.questions;
  return wish;
}

Outcome Play(const Life& life, const Options& options, Defect defect) {
  std::optional<Folder> folder;
  Conditions conditions;
  conditions.defect = defect;
  conditions.sleepless = options.sleepless;
  if (options.sqlite) conditions.sqlite_folder = folder.emplace().path();
  return World(life, conditions).Play();
}

void TellOf(const Life& life, const Violation& violation, const Options& options, Defect defect) {
  const Shrunk shrunk = Shrink(life, violation, [&](const Life& smaller) {
    return Play(smaller, options, defect).violation;
  });
  std::printf("\n%s", Tell(shrunk.life, shrunk.violation).c_str());
}

std::string Again(std::uint64_t seed, const Options& options) {
  char text[200];
  std::snprintf(
      text, sizeof text, "life --first %llu --seeds 1 --days %g --trouble %g --questions %g",
      static_cast<unsigned long long>(seed), options.days, options.trouble, options.questions);
  std::string command = text;
  if (options.accounts > 0) command += " --accounts " + std::to_string(options.accounts);
  if (options.sqlite) command += " --sqlite";
  if (options.sleepless) command += " --sleepless";
  if (options.defect != "none") command += " --defect " + options.defect;
  return command;
}

double SecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Plays the seeds; true if something was asked, and nothing violated.
bool PlaySeeds(const Options& options, Defect defect) {
  const auto start = std::chrono::steady_clock::now();
  Outcome sum;
  std::uint64_t failed = 0;
  for (std::uint64_t seed = options.first; seed < options.first + options.seeds; ++seed) {
    const Life life = MakeLife(seed, WishOf(options));
    const Outcome outcome = Play(life, options, defect);
    sum.questions += outcome.questions;
    sum.incidents += outcome.incidents;
    sum.pages += outcome.pages;
    sum.deaths += outcome.deaths;
    sum.turns += outcome.turns;
    if (!outcome.violation) continue;
    std::printf("seed %llu fails; again: %s\n", static_cast<unsigned long long>(seed),
                Again(seed, options).c_str());
    if (++failed <= 5) TellOf(life, *outcome.violation, options, defect);
    std::fflush(stdout);
  }
  const double took = SecondsSince(start);
  const double days = options.days * static_cast<double>(options.seeds);
  std::printf(
      "%llu lives of %g days (%.1f years) in %.1f s, %.0f days a second: %zu questions, "
      "%zu incidents, %zu pages, %zu deaths of the exporter, %zu turns\n",
      static_cast<unsigned long long>(options.seeds), options.days, days / 365.25, took,
      days / took, sum.questions, sum.incidents, sum.pages, sum.deaths, sum.turns);
  std::printf("%llu hold, %llu fail\n", static_cast<unsigned long long>(options.seeds - failed),
              static_cast<unsigned long long>(failed));
  return failed == 0 && sum.questions > 0;
}

// Each mistake that is made on purpose must be found, by the rule that it breaks; and each rule
// must have found one.
bool CheckDefects(const Options& options) {
  int found = 0;
  int missed = 0;
  std::set<Rule> idle;
  for (const auto& entry : EnumNames<Rule>::table) idle.insert(entry.first);
  for (const auto& [defect, name] : EnumNames<Defect>::table) {
    if (defect == Defect::kNone) continue;
    std::optional<std::uint64_t> by;
    for (std::uint64_t seed = options.first; seed < options.first + options.seeds; ++seed) {
      const Life life = MakeLife(seed, WishOf(options));
      const Outcome outcome = Play(life, options, defect);
      // What fails without the mistake shows nothing of it.
      if (!outcome.violation || outcome.violation->rule != RuleFor(defect)) continue;
      if (Play(life, options, Defect::kNone).violation) continue;
      by = seed;
      idle.erase(outcome.violation->rule);
      std::printf("%-23s found by seed %llu: %s\n", std::string(name).c_str(),
                  static_cast<unsigned long long>(seed), outcome.violation->text.c_str());
      break;
    }
    if (!by) std::printf("%-23s NOT FOUND\n", std::string(name).c_str());
    ++(by ? found : missed);
    std::fflush(stdout);
  }
  for (const Rule rule : idle) {
    std::printf("nothing is found by \"%s\"\n", std::string(Name(rule)).c_str());
  }
  std::printf("%d mistakes found, %d missed\n", found, missed);
  return missed == 0 && idle.empty();
}

// The model of the rules against the rules, by promtool.
bool CheckRules(const Options& options) {
  const Folder folder;
  int same = 0;
  int different = 0;
  std::size_t all_pages = 0;
  for (std::uint64_t seed = options.first; seed < options.first + options.seeds; ++seed) {
    const Life life = MakeLife(seed, WishOf(options));
    std::size_t pages = 0;
    const std::string difference = DifferenceToRules(life, folder.path(), &pages);
    all_pages += pages;
    ++(difference.empty() ? same : different);
    if (!difference.empty()) {
      std::printf("seed %llu: the rules and their model differ\n%s",
                  static_cast<unsigned long long>(seed), difference.c_str());
    }
  }
  std::printf("%zu pages; %d lives alike by the rules and by their model, %d not\n", all_pages,
              same, different);
  return different == 0 && all_pages > 0;
}

int Main(int argc, char** argv) {
  CLI::App app{
      "Lives of accounts and of the exporter that watches them, played on a simulated clock "
      "with the truth known; exit 1 if anything was violated."};
  Options options;
  app.add_option("--seeds", options.seeds, "how many lives")->capture_default_str();
  app.add_option("--first", options.first, "the first seed")->capture_default_str();
  app.add_option("--days", options.days, "how long each is")->capture_default_str();
  app.add_option("--accounts", options.accounts, "how many accounts; 0: 1 to 6, as the seed says");
  app.add_option("--trouble", options.trouble, "how much more happens than usual");
  app.add_option("--questions", options.questions, "how much more often is asked");
  app.add_flag("--sqlite", options.sqlite, "what outlives the exporter is in an SQLite file");
  app.add_flag("--sleepless", options.sleepless, "the loop turns every second (slow)");
  app.add_flag("--check-defects", options.check_defects, "mistakes made on purpose must be found");
  app.add_flag("--check-rules", options.check_rules, "the model of the rules against promtool");
  // Hidden: one mistake made on purpose.
  app.add_option("--defect", options.defect)
      ->group("")
      ->check([](const std::string& name) -> std::string {
        return ParseEnum<Defect>(name) ? "" : "none of " + AllNames<Defect>();
      });
  CLI11_PARSE(app, argc, argv);
  SetLogLevel(LogLevel::kError);
  if (options.check_defects) return CheckDefects(options) ? 0 : 1;
  if (options.check_rules) return CheckRules(options) ? 0 : 1;
  return PlaySeeds(options, *ParseEnum<Defect>(options.defect)) ? 0 : 1;
}

}  // namespace
}  // namespace wa::life

int main(int argc, char** argv) { return wa::life::Main(argc, argv); }
