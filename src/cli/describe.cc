#include "cli/describe.h"

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

std::string WhatNext(const Condition& condition, const Subject& subject) {
  if (condition.state != AccountState::kWait || GraceOf(condition, subject) == Duration(0)) {
    return condition.action;
  }
  return "Wait up to " + GraceText(condition, subject) +
         "; if it lasts longer: " + condition.action;
}

std::string SupportWord(const Condition& condition, const Subject& subject) {
  if (condition.contact == Contact::kNone) return "no";
  return GraceOf(condition, subject) == Duration(0) ? "now" : "after";
}

}  // namespace wa
