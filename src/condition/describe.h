#pragma once

#include <optional>
#include <string>

#include "model/account.h"
#include "model/condition.h"

// Sentences about conditions, the same wherever they are shown. Pure.
namespace wa {

// Whom a condition is told for. Without a plan nobody knows it, and what differs by plan is said.
struct Subject {
  std::string account;  // empty: none
  ProviderKind kind = ProviderKind::k360dialog;
  std::optional<Plan> plan;
};

// The grace that counts for the subject; where no plan is known, that of plan `unknown`.
Duration GraceOf(const Condition& condition, const Subject& subject);

std::string WhoActs(const Condition& condition);
std::string WhatSeverityDoes(Severity severity);
// "up to 10m (plan premium: 2m)", "it counts at once"
std::string HowLong(const Condition& condition, const Subject& subject);
// "warranted once it has lasted longer", "not warranted"
std::string WhetherSupport(const Condition& condition, const Subject& subject);

// Of every kind and plan: "10m; 360dialog premium: 2m; meta: 5m".
std::string GracesText(const Condition& condition);

// "may last up to 10m; 360dialog premium: 2m", "counts at once"
std::string WhenItCounts(const Condition& condition);

// "when the opposite is told, or after 7d without being told again"
std::string HowItEnds(const Condition& condition);
// The same for a column: "told", "7d", "told or 7d", "polls".
std::string EndWord(const Condition& condition);

// The condition's action; where the provider may take its time, to wait first.
std::string WhatNext(const Condition& condition, const Subject& subject);

}  // namespace wa
