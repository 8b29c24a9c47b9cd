#include "condition/describe.h"

#include <algorithm>

#include "base/text.h"
#include "condition/catalogue.h"

namespace wa {
namespace {

// "10m (plan premium: 2m)"
std::string GraceText(const Condition& condition, const Subject& subject) {
  const Duration usual = GraceOf(condition, subject);
  std::string text = FormatDuration(usual);
  if (subject.plan) return text;
  std::string others;
  for (const auto& [plan, name] : EnumNames<Plan>::table) {
    const Duration grace = condition.GraceFor(subject.kind, plan);
    if (grace == usual) continue;
    others += (others.empty() ? "plan " : ", plan ") + std::string(name) + ": ";
    others += FormatDuration(grace);
  }
  return others.empty() ? text : text + " (" + others + ")";
}

// Whether an event can tell of it.
bool IsTold(const Condition& condition) {
  return std::any_of(condition.rules.begin(), condition.rules.end(),
                     [](const Rule& rule) { return rule.sign == SignKind::kEvent; });
}

// A quiet time of 0 leaves the time that the answer names.
std::string QuietText(const Condition& condition) {
  if (!condition.quiet) return "";
  if (*condition.quiet == Duration(0)) return "after the wait that is announced";
  return "after " + FormatDuration(*condition.quiet) + " without being told again";
}

}  // namespace

Duration GraceOf(const Condition& condition, const Subject& subject) {
  return condition.GraceFor(subject.kind, subject.plan.value_or(Plan::kUnknown));
}

std::string WhoActs(const Condition& condition) {
  switch (condition.owner) {
    case Owner::kYou:
      return "you";
    case Owner::kProvider:
      return "the provider";
    case Owner::kMeta:
      return "Meta";
    case Owner::kRecipient:
      return "the recipient";
  }
  return "";
}

std::string WhatSeverityDoes(Severity severity) {
  switch (severity) {
    case Severity::kCritical:
      return "critical: pages somebody";
    case Severity::kWarning:
      return "warning: makes a ticket";
    case Severity::kInfo:
      return "info: reaches nobody";
  }
  return "";
}

std::string HowLong(const Condition& condition, const Subject& subject) {
  if (GraceOf(condition, subject) == Duration(0)) return "it counts at once";
  const std::string plan =
      subject.plan ? " for this account (plan " + std::string(Name(*subject.plan)) + ")" : "";
  return "up to " + GraceText(condition, subject) + plan;
}

std::string WhetherSupport(const Condition& condition, const Subject& subject) {
  if (condition.slug == kUnknownErrorSlug) return "not known, as nobody knows this answer";
  if (condition.contact == Contact::kNone) return "not warranted";
  if (GraceOf(condition, subject) == Duration(0)) return "warranted now";
  return "warranted once it has lasted longer";
}

std::string GracesText(const Condition& condition) {
  std::string text = FormatDuration(GraceOf(condition, {}));
  for (const Grace& row : condition.graces) {
    if (!row.kind && !row.plan) continue;
    text += "; ";
    if (row.kind) text += Name(*row.kind);
    if (row.kind && row.plan) text += " ";
    if (row.plan) text += Name(*row.plan);
    text += ": " + FormatDuration(row.grace);
  }
  return text;
}

std::string WhenItCounts(const Condition& condition) {
  if (condition.scope == Scope::kMessage) return "is counted, and never an incident of its own";
  const std::string graces = GracesText(condition);
  return graces == FormatDuration(Duration(0)) ? "counts at once" : "may last up to " + graces;
}

std::string HowItEnds(const Condition& condition) {
  if (condition.scope == Scope::kMessage) return "";
  const std::string quiet = QuietText(condition);
  if (condition.reach == Reach::kEvent) {
    if (condition.ends.empty()) return quiet;
    return "when the opposite is told" + (quiet.empty() ? "" : ", or " + quiet);
  }
  if (!IsTold(condition)) return "after two good polls";
  return condition.ends.empty()
             ? "after two good polls, but, once told of, not before " + quiet
             : "after two good polls, or when the opposite is told and one good poll confirms it";
}

std::string EndWord(const Condition& condition) {
  if (condition.reach != Reach::kEvent) return "polls";
  std::string quiet = condition.quiet ? FormatDuration(*condition.quiet) : "";
  if (condition.quiet == Duration(0)) quiet = "wait";
  if (condition.ends.empty()) return quiet;
  return quiet.empty() ? "told" : "told or " + quiet;
}

std::string WhatNext(const Condition& condition, const Subject& subject) {
  if (condition.state != AccountState::kWait || GraceOf(condition, subject) == Duration(0)) {
    return condition.action;
  }
  return "Wait up to " + GraceText(condition, subject) +
         "; if it lasts longer: " + condition.action;
}

}  // namespace wa
