#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "model/account.h"
#include "model/observation.h"

// What conditions mean for whoever asked, as programs read it. Pure; thread-safe.
namespace wa {

// Whom conditions are explained to: the time that is allowed depends on it.
struct ExplainedFor {
  std::string account;  // empty: none
  ProviderKind kind = ProviderKind::k360dialog;
  Plan plan = Plan::kUnknown;
};

// {"condition": the most severe or null, "conditions": [{"condition", "account", "rule", "code",
// "detail", "owner", "scope", "severity", "contact", "support", "support_after_seconds",
// "retry_after_seconds", "meaning", "action", "source"}]}: the shape that `explain --json` and
// /api/v1/observations share. Durations are seconds; what is not known is null.
nlohmann::ordered_json ConditionsJson(const std::vector<Finding>& findings,
                                      const ExplainedFor& whom);

// Whether contacting support is warranted: "now", "after" the time that is allowed, or "no".
std::string_view SupportWord(const Condition& condition, Duration grace);

// One sentence for whoever received the answer at `at`: "Do not contact support; do not try again
// before 2026-11-25T18:00:00Z." A time that is over at `now` is left out.
std::string Advice(const std::vector<Finding>& findings, const ExplainedFor& whom, SystemTime at,
                   SystemTime now);

}  // namespace wa
