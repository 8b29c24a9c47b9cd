#include "web/explanation_json.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/enum_names.h"
#include "base/text.h"
#include "condition/catalogue.h"

namespace wa {
namespace {

using Json = nlohmann::ordered_json;

// A whole number where it is one.
Json SecondsJson(const std::optional<Duration>& duration) {
  if (!duration) return nullptr;
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(*duration);
  if (whole == *duration) return static_cast<std::int64_t>(whole.count());
  return Seconds(*duration);
}

Json TextOrNull(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json CodeOrNull(const std::optional<std::int64_t>& code) {
  return code ? Json(*code) : Json(nullptr);
}

Json FindingJson(const Finding& finding, const ExplainedFor& whom) {
  const Condition& condition = *finding.condition;
  const Duration grace = condition.GraceFor(whom.kind, whom.plan);
  const std::string_view support = SupportWord(condition, grace);
  return {
      {"condition", condition.slug},
      {"account", TextOrNull(whom.account)},
      {"rule", finding.rule},
      {"code", CodeOrNull(finding.code)},
      {"detail", TextOrNull(finding.detail)},
      {"owner", Name(condition.owner)},
      {"scope", Name(condition.scope)},
      {"severity", Name(condition.severity)},
      {"contact", Name(condition.contact)},
      {"support", support},
      {"support_after_seconds", SecondsJson(support == "no" ? std::nullopt : std::optional(grace))},
      {"retry_after_seconds", SecondsJson(finding.retry_after)},
      {"meaning", condition.meaning},
      {"action", condition.action},
      {"source",
       condition.sources.empty() ? Json(nullptr) : TextOrNull(condition.sources.front().page)},
  };
}

// What is said about support, of all that was found: now beats later, and later beats not at all.
std::string SupportAdvice(const std::vector<Finding>& findings, const ExplainedFor& whom) {
  std::optional<Duration> soonest;
  for (const Finding& finding : findings) {
    const Duration grace = finding.condition->GraceFor(whom.kind, whom.plan);
    if (SupportWord(*finding.condition, grace) == "no") continue;
    soonest = std::min(soonest.value_or(grace), grace);
  }
  if (!soonest && findings.front().condition->slug == kUnknownErrorSlug) {
    return "This answer is not known, nor whether support can help";
  }
  if (!soonest) return "Do not contact support";
  if (*soonest == Duration(0)) return "Contact support now";
  return "Contact support only if it lasts longer than " + FormatDuration(*soonest);
}

std::optional<Duration> LongestWait(const std::vector<Finding>& findings) {
  std::optional<Duration> longest;
  for (const Finding& finding : findings) {
    if (finding.retry_after)
      longest = std::max(longest.value_or(Duration(0)), *finding.retry_after);
  }
  return longest;
}

}  // namespace

nlohmann::ordered_json ConditionsJson(const std::vector<Finding>& findings,
                                      const ExplainedFor& whom) {
  Json conditions = Json::array();
  for (const Finding& finding : findings) conditions.push_back(FindingJson(finding, whom));
  return {
      {"condition", findings.empty() ? Json(nullptr) : Json(findings.front().condition->slug)},
      {"conditions", std::move(conditions)},
  };
}

std::string_view SupportWord(const Condition& condition, Duration grace) {
  if (condition.contact == Contact::kNone) return "no";
  return grace == Duration(0) ? "now" : "after";
}

std::string Advice(const std::vector<Finding>& findings, const ExplainedFor& whom, SystemTime at,
                   SystemTime now) {
  if (findings.empty()) return "Nothing is wrong; there is nothing to do.";
  const std::string support = SupportAdvice(findings, whom);
  const std::optional<Duration> wait = LongestWait(findings);
  if (!wait) return support + ".";
  // The next whole second: whoever reads it must not come too early.
  const SystemTime until = std::chrono::ceil<std::chrono::seconds>(at + *wait);
  if (until <= now) return support + "; the time to wait is over.";
  return support + "; do not try again before " + FormatUtc(until) + ".";
}

}  // namespace wa
