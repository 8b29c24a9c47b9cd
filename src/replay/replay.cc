#include "replay/replay.h"

#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "load/read_file.h"
#include "load/shipped_alerts.h"
#include "load/write_file.h"
#include "replay/night.h"
#include "replay/rule_test.h"
#include "replay/run_program.h"
#include "store/answer_table.h"
#include "store/state_transfer.h"

namespace wa {
namespace {

// What pages looks back so far at the most (the slow burn of the error budget).
constexpr Duration kWarmUp = std::chrono::hours(6);
constexpr std::size_t kMostRules = 16u << 20;

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::error_code ignored;
    std::string name =
        (std::filesystem::temp_directory_path(ignored) / "waba_replay_XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }

  const std::string& path() const { return path_; }  // empty: it could not be made

 private:
  std::string path_;
};

Result<Recorded> ReadRecorded(const std::string& storage, const ReplaySettings& settings) {
  auto answers = ReadAnswers(storage, settings.from - kWarmUp, settings.to);
  if (!answers) return tl::unexpected(answers.error());
  // Runs are kept longer than answers, and tell nothing alone.
  if (answers->records.empty()) answers->runs.clear();
  auto state = ReadState(storage);
  if (!state) return tl::unexpected(state.error());
  return Recorded{std::move(answers->records), std::move(answers->runs),
                  std::move(state->usual_shares)};
}

// From where something is known, in whole steps before `from`.
SampleTimes TimesFor(const Recorded& recorded, const ReplaySettings& settings) {
  const SystemTime known = recorded.runs.empty() ? settings.from : recorded.runs.front().started;
  const SystemTime begin = std::max(settings.from - kWarmUp, std::min(known, settings.from));
  const auto before = (settings.from - begin) / settings.every;
  SampleTimes times{settings.from - before * settings.every, settings.every, 0};
  times.steps = static_cast<std::size_t>((settings.to - times.from) / settings.every) + 1;
  return times;
}

Result<std::string> RulesOf(const ReplaySettings& settings) {
  if (settings.rules_file.empty()) return std::string(ShippedRules());
  const auto file = ReadFile(settings.rules_file, kMostRules);
  if (!file) return Fail(ErrorCode::kConfig, settings.rules_file + ": " + file.error().message);
  return std::string(file->bytes);
}

bool AsksTheTime(const std::string& rules) {
  const std::vector<std::string> functions{"hour(", "minute(", "month(", "day_of_",
                                           "days_in_month("};
  return std::any_of(functions.begin(), functions.end(), [&](const std::string& function) {
    return rules.find(function) != std::string::npos;
  });
}

RuleTest Sample(Night& night, const SampleTimes& times, const std::string& rules,
                const TellReplay& tell) {
  RuleTest test(times.every);
  // Counters of messages, requests and downtime would be those of the replay.
  const auto wanted = [&](std::string_view family) {
    const bool is_judged = family.starts_with("waba_condition") ||
                           family.starts_with("waba_account") ||
                           family == "waba_exporter_uplink_level";
    return is_judged && rules.find(family) != std::string::npos;
  };
  night.Play([&](std::size_t step, const Night::Shown* shown) {
    if (tell) tell("Judging what was answered", step, times.steps);
    if (shown == nullptr) return;
    const SystemTime now = shown->fleet.published;
    test.Add(step, FleetSamples({shown->fleet, now}, {shown->accounts, now}, wanted));
  });
  return test;
}

// The message with the rules' own name instead of that of the copy.
std::string Naming(const std::string& name, const std::string& copy, const Error& error) {
  std::string message(Trim(error.message));
  for (std::size_t at = 0; (at = message.find(copy, at)) != message.npos; at += name.size()) {
    message.replace(at, copy.size(), name);
  }
  return message;
}

// `name` is what the rules are called for people.
Result<std::vector<AlertChange>> Evaluate(const RuleTest& test, const std::string& rules,
                                          const std::string& name, std::size_t steps,
                                          const TellReplay& tell) {
  const TemporaryFolder folder;
  if (folder.path().empty()) {
    return Fail(ErrorCode::kIo, "no folder for temporary files can be made: set TMPDIR");
  }
  const std::string rules_file = folder.path() + "/rules.yml";
  const std::string test_file = folder.path() + "/test.yml";
  if (const Status put = ReplaceFile(rules_file, rules); !put) return tl::unexpected(put.error());
  std::vector<AlertChange> changes;
  const std::vector<std::string> parts = test.Yaml(rules_file, steps);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string& yaml = parts[i];
    if (tell) tell("Evaluating the rules", i, parts.size());
    if (const Status put = ReplaceFile(test_file, yaml); !put) return tl::unexpected(put.error());
    const auto end =
        RunProgram("promtool", {"test", "rules", test_file}, folder.path() + "/printed.txt");
    if (!end) return tl::unexpected(end.error());
    auto some = ReadRuleTest(end->exit_status, end->printed);
    if (!some)
      return Fail(some.error().code, "promtool: " + Naming(name, rules_file, some.error()));
    changes.insert(changes.end(), some->begin(), some->end());
  }
  std::stable_sort(changes.begin(), changes.end(),
                   [](const AlertChange& a, const AlertChange& b) { return a.step < b.step; });
  return changes;
}

std::string LabelOf(const AlertLabels& labels, std::string_view name) {
  const auto found = labels.find(name);
  return found == labels.end() ? std::string() : found->second;
}

Page PageOf(const AlertChange& change, const SampleTimes& times) {
  return {.at = times.At(change.step),
          .goes_back = change.step == 0,
          .until = std::nullopt,
          .alert = LabelOf(change.labels, "alertname"),
          .account = LabelOf(change.labels, "account"),
          .condition = LabelOf(change.labels, "condition"),
          .provider = LabelOf(change.labels, "provider")};
}

// Those that fire at or after `from`.
std::vector<Page> PagesOf(const std::vector<AlertChange>& changes, const SampleTimes& times,
                          SystemTime from) {
  std::vector<Page> pages;
  std::map<AlertLabels, Page> open;
  for (const AlertChange& change : changes) {
    if (change.began) {
      // What is wider than an account is told by each test.
      open.try_emplace(change.labels, PageOf(change, times));
      continue;
    }
    const auto page = open.find(change.labels);
    if (page == open.end()) continue;
    page->second.until = times.At(change.step);
    if (*page->second.until > from) pages.push_back(page->second);
    open.erase(page);
  }
  for (const auto& [labels, page] : open) pages.push_back(page);
  std::sort(pages.begin(), pages.end(), [](const Page& a, const Page& b) {
    return std::tie(a.at, a.account, a.alert, a.condition) <
           std::tie(b.at, b.account, b.alert, b.condition);
  });
  return pages;
}

// Of accounts: what was recorded from `from` on, or stood then.
void Count(const Recorded& recorded, const Config& config, SystemTime from, ReplayReport* report) {
  std::set<std::string_view> accounts;
  for (const auto& account : config.accounts) accounts.insert(account->name);
  std::set<std::string_view> heard;
  std::set<std::pair<std::string_view, Operation>> stood;
  for (const AnswerRecord& record : recorded.records) {
    if (accounts.count(record.account) == 0) continue;
    heard.insert(record.account);
    const bool is_another = record.at >= from || stood.emplace(record.account, record.asked).second;
    if (is_another) ++report->answers;
  }
  report->accounts = heard.size();
}

}  // namespace

Result<ReplayReport> Replay(const std::shared_ptr<const Config>& config,
                            const std::shared_ptr<const Catalogue>& catalogue,
                            const ReplaySettings& settings, const TellReplay& tell) {
  const auto recorded = ReadRecorded(config->storage.path, settings);
  if (!recorded) return tl::unexpected(recorded.error());
  const auto rules = RulesOf(settings);
  if (!rules) return tl::unexpected(rules.error());
  const SampleTimes times = TimesFor(*recorded, settings);
  Night night(config, catalogue, *recorded, times);
  const std::string name = settings.rules_file.empty() ? "the rules" : settings.rules_file;
  const auto changes =
      Evaluate(Sample(night, times, *rules, tell), *rules, name, times.steps, tell);
  if (!changes) return tl::unexpected(changes.error());
  ReplayReport report;
  Count(*recorded, *config, settings.from, &report);
  report.unknown_accounts = night.Unknown();
  report.gaps = GapsBetween(WithoutBreaks(recorded->runs), settings.from, settings.to);
  report.rules_ask_the_time = AsksTheTime(*rules);
  report.pages = PagesOf(*changes, times, settings.from);
  return report;
}

}  // namespace wa
