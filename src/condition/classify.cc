#include "condition/classify.h"

#include <algorithm>
#include <map>
#include <utility>

#include "condition/rule_order.h"
#include "model/http.h"
#include "model/masked_text.h"

namespace wa {
namespace {

using Numbers = std::map<std::string, std::int64_t>;

// A longer wait is not believed: a slip in an answer must not silence the monitor for weeks.
// A number that was registered too often is locked for 72 hours.
constexpr Duration kLongestWait = std::chrono::hours(7 * 24);
// Enough for the names of some templates.
constexpr std::size_t kMaxDetail = 500;

// What the provider said goes into logs, pages, tickets and the store: whatever it echoes is masked
// here, where all of them have it from.
std::string Words(const Sign& sign) {
  const bool both = !sign.text.empty() && !sign.detail.empty();
  return Masked(sign.text + (both ? ": " : "") + sign.detail, kMaxDetail);
}

bool CodeMatches(const Rule& rule, const Sign& sign) {
  if (!rule.code_from) return true;
  return sign.code && *sign.code >= *rule.code_from && *sign.code <= *rule.code_to;
}

bool StatusMatches(const Rule& rule, int status) {
  return rule.http.empty() ||
         std::find(rule.http.begin(), rule.http.end(), status) != rule.http.end();
}

// Errors have a narrow text and a wide one, and either may be the one that the provider's pages
// print.
bool SaysItTwice(SignKind kind) {
  return kind == SignKind::kGraphError || kind == SignKind::kTokenError ||
         kind == SignKind::kMessage || kind == SignKind::kErrorList;
}

// The numbers in the text if the rule matches, else nothing.
std::optional<Numbers> Match(const Rule& rule, const Sign& sign, int status) {
  if (!CodeMatches(rule, sign) || !StatusMatches(rule, status)) return std::nullopt;
  if (!rule.text) return Numbers{};
  std::optional<Numbers> numbers;
  if (rule.text->MayMatch(sign.text)) numbers = rule.text->Match(sign.text);
  if (!numbers && SaysItTwice(sign.kind)) numbers = rule.text->Match(sign.detail);
  return numbers;
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

// `account_alerts critical resolved` fits what opens the condition, and what ends it.
bool SaysItIsOver(const Condition& condition, const Sign& sign, int status) {
  return std::any_of(condition.ends.begin(), condition.ends.end(), [&](const Rule& rule) {
    return rule.sign == sign.kind && Match(rule, sign, status);
  });
}

std::optional<Finding> Recognise(const Catalogue& catalogue, const Facts& facts, const Sign& sign) {
  for (const auto& [condition, rule] : catalogue.RulesFor(sign.kind)) {
    const std::optional<Numbers> numbers = Match(*rule, sign, facts.http_status);
    if (!numbers || SaysItIsOver(*condition, sign, facts.http_status)) continue;
    Finding finding;
    finding.condition = condition;
    finding.rule = DescribeRule(*rule);
    finding.sign = sign.kind;
    finding.code = sign.code;
    finding.detail = Words(sign);
    finding.retry_after = FirstOf(WaitIn(*numbers), facts.retry_after, condition->retry_after);
    return finding;
  }
  return std::nullopt;
}

// One of many things that an answer or event tells, none of which is an error in itself.
bool IsOneOfMany(const Sign& sign) {
  return sign.kind == SignKind::kField || sign.kind == SignKind::kEvent;
}

Finding Unrecognised(const Catalogue& catalogue, const Facts& facts) {
  Finding finding;
  finding.condition = catalogue.Find(kUnknownErrorSlug);
  finding.rule = "no rule matched";
  finding.retry_after = FirstOf(facts.retry_after, finding.condition->retry_after, std::nullopt);
  const auto said = std::find_if(facts.signs.begin(), facts.signs.end(),
                                 [](const Sign& sign) { return !IsOneOfMany(sign); });
  if (said == facts.signs.end()) return finding;
  finding.code = said->code;
  finding.detail = Words(*said);
  return finding;
}

bool IsVerdict(const Sign& sign) {
  return sign.kind == SignKind::kMessaging || sign.kind == SignKind::kCalling;
}

// Ten paused templates are one finding.
void AddOnce(std::vector<Finding>& findings, Finding finding) {
  const auto known = std::find_if(findings.begin(), findings.end(), [&](const Finding& other) {
    return other.condition == finding.condition;
  });
  if (known == findings.end()) {
    findings.push_back(std::move(finding));
  } else if (known->detail.size() + finding.detail.size() < kMaxDetail) {
    known->detail += "; " + finding.detail;
  }
}

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
  bool is_error = false;  // it was an error that named it: verdicts beside it count no more
  bool doubtful = false;  // something was said that nobody knows
  for (const Sign& sign : facts.signs) {
    const bool one_of_many = IsOneOfMany(sign);
    if (!one_of_many && (IsVerdict(sign) ? is_error : named)) continue;
    std::optional<Finding> finding = Recognise(catalogue, facts, sign);
    if (!finding) {
      if (!one_of_many) doubtful = true;
      continue;
    }
    AddOnce(findings, std::move(*finding));
    if (one_of_many) continue;
    if (sign.kind != SignKind::kCalling) named = true;
    if (!IsVerdict(sign)) is_error = true;
  }
  const bool is_fine = facts.is_event || IsGoodStatus(facts.http_status);
  if (!named && (doubtful || !is_fine)) findings.push_back(Unrecognised(catalogue, facts));
  std::stable_sort(findings.begin(), findings.end(), IsWorse);
  return findings;
}

std::vector<Finding> ClassifyPoll(const Catalogue& catalogue, const Facts& facts) {
  const Condition* const unknown = catalogue.Find(kUnknownErrorSlug);
  std::vector<Finding> findings;
  for (Finding& finding : Classify(catalogue, facts)) {
    if (finding.condition->scope == Scope::kMessage) {
      finding.rule += " of `" + finding.condition->slug + "`, but no message was sent";
      finding.condition = unknown;
    }
    AddOnce(findings, std::move(finding));
  }
  std::stable_sort(findings.begin(), findings.end(), IsWorse);
  return findings;
}

std::vector<const Condition*> EndedBy(const Catalogue& catalogue, const Facts& facts) {
  std::vector<const Condition*> ended;
  for (const Catalogue::RuleRef& end : catalogue.EndRules()) {
    if (!ended.empty() && ended.back() == end.condition) continue;
    const bool fits = std::any_of(facts.signs.begin(), facts.signs.end(), [&](const Sign& sign) {
      return sign.kind == end.rule->sign && Match(*end.rule, sign, facts.http_status);
    });
    if (fits) ended.push_back(end.condition);
  }
  return ended;
}

bool IsUnclassified(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
    return finding.condition->slug == kUnknownErrorSlug ||
           finding.condition->slug == kCloudUnknownSlug;
  });
}

Reach ReachOf(const std::vector<Finding>& findings) {
  Reach reach = Reach::kContent;
  for (const Finding& finding : findings) {
    const Reach mine = finding.condition->reach;
    // Met by a poll all the same, it stands where the answer should be.
    reach = std::min(reach, mine == Reach::kEvent ? Reach::kStack : mine);
  }
  return reach;
}

}  // namespace wa
