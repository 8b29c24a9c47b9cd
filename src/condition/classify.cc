#include "condition/classify.h"

#include <algorithm>
#include <map>
#include <utility>

#include "condition/rule_order.h"

namespace wa {
namespace {

using Numbers = std::map<std::string, std::int64_t>;

// A longer wait is not believed: a slip in an answer must not silence the monitor for weeks.
constexpr Duration kLongestWait = std::chrono::hours(24);

std::string Words(const Sign& sign) {
  if (sign.text.empty() || sign.detail.empty()) return sign.text + sign.detail;
  return sign.text + ": " + sign.detail;
}

bool CodeMatches(const Rule& rule, const Sign& sign) {
  if (!rule.code_from) return true;
  return sign.code && *sign.code >= *rule.code_from && *sign.code <= *rule.code_to;
}

bool StatusMatches(const Rule& rule, int status) {
  return rule.http.empty() ||
         std::find(rule.http.begin(), rule.http.end(), status) != rule.http.end();
}

// The numbers in the text if the rule matches, else nothing.
std::optional<Numbers> Match(const Rule& rule, const Sign& sign, int status) {
  if (!CodeMatches(rule, sign) || !StatusMatches(rule, status)) return std::nullopt;
  return rule.text ? rule.text->Match(sign.text) : Numbers{};
}

Duration Capped(std::int64_t count, Duration unit) {
  return count >= kLongestWait / unit ? kLongestWait : count * unit;
}

// Nothing if the text names no time, or a time of zero.
std::optional<Duration> WaitIn(const Numbers& numbers) {
  static const std::map<std::string, Duration> kUnits{{"seconds", std::chrono::seconds(1)},
                                                      {"minutes", std::chrono::minutes(1)},
                                                      {"hours", std::chrono::hours(1)}};
  Duration wait{0};
  for (const auto& [name, count] : numbers) {
    const auto unit = kUnits.find(name);
    if (unit != kUnits.end()) wait += Capped(count, unit->second);
  }
  if (wait == Duration(0)) return std::nullopt;
  return std::min(wait, kLongestWait);
}

std::optional<Duration> FirstOf(std::optional<Duration> a, std::optional<Duration> b,
                                std::optional<Duration> c) {
  return a ? a : b ? b : c;
}

std::optional<Finding> Recognise(const Catalogue& catalogue, const Facts& facts, const Sign& sign) {
  for (const auto& [condition, rule] : catalogue.RulesFor(sign.kind)) {
    const std::optional<Numbers> numbers = Match(*rule, sign, facts.http_status);
    if (!numbers) continue;
    Finding finding;
    finding.condition = condition;
    finding.rule = DescribeRule(*rule);
    finding.code = sign.code;
    finding.detail = Words(sign);
    finding.retry_after = FirstOf(WaitIn(*numbers), facts.retry_after, condition->retry_after);
    return finding;
  }
  return std::nullopt;
}

Finding Unrecognised(const Catalogue& catalogue, const Facts& facts) {
  Finding finding;
  finding.condition = catalogue.Find(kUnknownErrorSlug);
  finding.rule = "no rule matched";
  finding.retry_after = FirstOf(facts.retry_after, finding.condition->retry_after, std::nullopt);
  if (facts.signs.empty()) return finding;
  finding.code = facts.signs.front().code;
  finding.detail = Words(facts.signs.front());
  return finding;
}

bool IsVerdict(const Sign& sign) {
  return sign.kind == SignKind::kMessaging || sign.kind == SignKind::kCalling;
}

bool IsGoodStatus(int status) { return status >= 200 && status < 300; }

bool IsWorse(const Finding& a, const Finding& b) {
  if (a.condition->severity != b.condition->severity) {
    return a.condition->severity > b.condition->severity;
  }
  return a.condition->state > b.condition->state;
}

}  // namespace

std::vector<Finding> Classify(const Catalogue& catalogue, const Facts& facts) {
  std::vector<Finding> findings;
  bool named = false;     // what is wrong with the answer or with sending; calls are a matter apart
  bool doubtful = false;  // something was said that nobody knows
  for (const Sign& sign : facts.signs) {
    if (named && !IsVerdict(sign)) continue;
    std::optional<Finding> finding = Recognise(catalogue, facts, sign);
    if (!finding) {
      doubtful = true;
      continue;
    }
    findings.push_back(std::move(*finding));
    if (sign.kind != SignKind::kCalling) named = true;
    if (!IsVerdict(sign)) break;
  }
  if (!named && (doubtful || !IsGoodStatus(facts.http_status))) {
    findings.push_back(Unrecognised(catalogue, facts));
  }
  std::stable_sort(findings.begin(), findings.end(), IsWorse);
  return findings;
}

bool IsUnclassified(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.condition->slug == kUnknownErrorSlug;
  });
}

Reach ReachOf(const std::vector<Finding>& findings) {
  Reach reach = Reach::kContent;
  for (const Finding& finding : findings) reach = std::min(reach, finding.condition->reach);
  return reach;
}

}  // namespace wa
