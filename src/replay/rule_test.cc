#include "replay/rule_test.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace wa {
namespace {

// What Prometheus adds to every sample that it scrapes.
constexpr std::string_view kTarget = R"(job="waba",instance="replay")";
constexpr std::string_view kPages = R"(ALERTS{alertstate="firing",severity="critical"})";

// Comments of the expressions below, which promtool repeats in its report.
constexpr std::string_view kBegan = "# began ";
constexpr std::string_view kEnded = "# ended ";

// The longest look back of the shipped rules over alerts is a subquery that sees each one every
// five minutes: half of promtool's limit for it, and room for joins of what is open at once.
constexpr Duration kSubqueryStep = std::chrono::minutes(5);
constexpr std::size_t kMostAlertSamples = 5'000;
constexpr std::size_t kMostAccounts = 500;

// Open conditions have it, and nothing else.
constexpr std::string_view kOpenCondition = "waba_condition_grace_seconds{";

// As it stands between the quotes; empty: the series is of no single account. Names of what is
// wider ("provider/d360") hold a slash, and those of accounts do not.
std::string_view AccountOf(std::string_view series) {
  constexpr std::string_view kLabel = "account=\"";
  std::size_t at = series.find(kLabel);
  while (at != series.npos && at > 0 && series[at - 1] != '{' && series[at - 1] != ',') {
    at = series.find(kLabel, at + 1);
  }
  if (at == series.npos) return {};
  const std::string_view value = series.substr(at + kLabel.size());
  const std::string_view name = value.substr(0, value.find('"'));
  return name.find('/') == name.npos ? name : std::string_view();
}

std::string WithTarget(const std::string& series) {
  const std::size_t labels = series.find('{');
  if (labels == std::string::npos) return series + "{" + std::string(kTarget) + "}";
  return series.substr(0, labels + 1) + std::string(kTarget) + "," + series.substr(labels + 1);
}

// Between single quotes of YAML.
std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    escaped += c;
    if (c == '\'') escaped += c;
  }
  return escaped;
}

std::string Milliseconds(Duration duration) {
  return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(duration).count()) +
         "ms";
}

void AddCheck(const std::string& expression, std::string_view mark, std::size_t step, Duration at,
              std::string* yaml) {
  *yaml += "      - expr: '" + Escaped(expression) + " " + std::string(mark) +
           std::to_string(step) + "'\n        eval_time: " + Milliseconds(at) + "\n";
}

// A text in quotes as Go writes it, from its opening quote on; moves behind it.
std::string ReadQuoted(std::string_view* rest) {
  std::string text;
  std::size_t i = 1;
  for (; i < rest->size() && (*rest)[i] != '"'; ++i) {
    if ((*rest)[i] == '\\' && i + 1 < rest->size()) {
      const char c = (*rest)[++i];
      text += c == 'n' ? '\n' : c == 't' ? '\t' : c;
    } else {
      text += (*rest)[i];
    }
  }
  rest->remove_prefix(std::min(i + 1, rest->size()));
  return text;
}

// {a="b", c="d"}: from the brace on; moves behind it.
AlertLabels ReadLabels(std::string_view* rest) {
  AlertLabels labels;
  rest->remove_prefix(1);
  while (!rest->empty() && rest->front() != '}') {
    const std::size_t equals = rest->find('=');
    if (equals == std::string_view::npos || equals + 1 >= rest->size()) break;
    std::string name(rest->substr(0, equals));
    rest->remove_prefix(equals + 1);
    labels.insert_or_assign(std::move(name), ReadQuoted(rest));
    while (!rest->empty() && (rest->front() == ',' || rest->front() == ' ')) rest->remove_prefix(1);
  }
  return labels;
}

struct Mark {
  bool began = false;
  std::size_t step = 0;
};

std::optional<Mark> ReadMark(std::string_view line) {
  for (const std::string_view mark : {kBegan, kEnded}) {
    const std::size_t at = line.find(mark);
    if (at == std::string_view::npos) continue;
    const std::string_view number = line.substr(at + mark.size());
    Mark read{mark == kBegan, 0};
    const auto [end, error] =
        std::from_chars(number.data(), number.data() + number.size(), read.step);
    if (error == std::errc()) return read;
  }
  return std::nullopt;
}

}  // namespace

void RuleTest::Series::Put(const std::string& value) {
  if (value != last) Finish();
  last = value;
  ++repeats;
  ++next;
}

// Prometheus marks a series that a scrape does not have any more.
void RuleTest::Series::MissUntil(std::size_t step) {
  while (next < step) Put(next > 0 && last != "_" && last != "stale" ? "stale" : "_");
}

void RuleTest::Series::Finish() {
  if (repeats == 0) return;
  if (last == "stale") {
    values.push_back(last);
  } else if (last == "_") {
    values.push_back("_x" + std::to_string(repeats));
  } else {
    values.push_back(repeats == 1 ? last : last + "+0x" + std::to_string(repeats - 1));
  }
  repeats = 0;
}

void RuleTest::Add(std::size_t step, const std::vector<FleetSample>& samples) {
  for (const FleetSample& sample : samples) {
    if (sample.value == "NaN" || sample.value == "Nan") continue;
    const std::string_view name = AccountOf(sample.series);
    Account& account = name.empty() ? wider_ : accounts_[std::string(name)];
    if (sample.series.starts_with(kOpenCondition)) ++account.open_steps;
    Series& series = account.series[WithTarget(sample.series)];
    series.MissUntil(step);
    series.Put(sample.value);
  }
}

std::vector<std::string> RuleTest::Yaml(const std::string& rules_file, std::size_t steps) const {
  std::vector<std::string> tests;
  std::vector<const Account*> accounts;
  std::size_t alert_samples = 0;
  for (const auto& [name, account] : accounts_) {
    const auto seen = static_cast<std::size_t>(static_cast<std::int64_t>(account.open_steps) *
                                               every_ / kSubqueryStep) +
                      1;
    const bool is_full =
        accounts.size() == kMostAccounts || alert_samples + seen > kMostAlertSamples;
    if (is_full && !accounts.empty()) {
      tests.push_back(Yaml(rules_file, steps, accounts));
      accounts.clear();
      alert_samples = 0;
    }
    accounts.push_back(&account);
    alert_samples += seen;
  }
  if (!accounts.empty() || tests.empty()) tests.push_back(Yaml(rules_file, steps, accounts));
  return tests;
}

std::string RuleTest::Yaml(const std::string& rules_file, std::size_t steps,
                           const std::vector<const Account*>& accounts) const {
  const std::string every = Milliseconds(every_);
  std::string yaml = "rule_files: ['" + Escaped(rules_file) + "']\nevaluation_interval: " + every +
                     "\ntests:\n  - interval: " + every + "\n    input_series:\n";
  const auto add = [&](const std::string& name, Series series) {
    series.MissUntil(steps);
    series.Finish();
    yaml += "      - series: '" + Escaped(name) + "'\n        values: '";
    for (const std::string& value : series.values) yaml += value + " ";
    yaml += "'\n";
  };
  // Nobody's answers say whether the exporter itself was well.
  Series up;
  for (std::size_t step = 0; step < steps; ++step) up.Put("1");
  add(WithTarget("up"), up);
  for (const auto& [name, series] : wider_.series) add(name, series);
  for (const Account* account : accounts) {
    for (const auto& [name, series] : account->series) add(name, series);
  }
  yaml += "    promql_expr_test:\n";
  const std::string pages(kPages);
  const std::string before = pages + " offset " + every;
  for (std::size_t step = 0; step < steps; ++step) {
    const Duration at = static_cast<std::int64_t>(step) * every_;
    AddCheck(pages + " unless " + before, kBegan, step, at, &yaml);
    if (step > 0) AddCheck("(" + before + ") unless " + pages, kEnded, step, at, &yaml);
  }
  return yaml;
}

Result<std::vector<AlertChange>> ReadRuleTest(int exit_status, std::string_view printed) {
  std::vector<AlertChange> changes;
  std::optional<Mark> mark;
  bool was_tested = exit_status == 0;
  for (std::string_view rest = printed; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (const auto found = ReadMark(line)) {
      mark = found;
      was_tested = true;
    }
    const std::size_t got = line.find("got: ");
    if (got == std::string_view::npos || !mark) continue;
    line.remove_prefix(got);
    for (std::size_t brace = line.find('{'); brace != line.npos; brace = line.find('{')) {
      line.remove_prefix(brace);
      changes.push_back({mark->step, mark->began, ReadLabels(&line)});
    }
    mark.reset();
  }
  if (!was_tested) return Fail(ErrorCode::kConfig, std::string(printed));
  std::stable_sort(changes.begin(), changes.end(),
                   [](const AlertChange& a, const AlertChange& b) { return a.step < b.step; });
  return changes;
}

}  // namespace wa
