#include "cli/render_conditions.h"

#include <optional>

#include "base/text.h"
#include "cli/conditions_order.h"
#include "cli/describe.h"
#include "cli/json_values.h"
#include "cli/layout.h"
#include "condition/rule_order.h"

namespace wa {
namespace {

std::string Slug(const Condition& condition, const Style& style) {
  switch (condition.severity) {
    case Severity::kCritical:
      return style.Bad(condition.slug);
    case Severity::kWarning:
      return style.Warning(condition.slug);
    case Severity::kInfo:
      return style.Bold(condition.slug);
  }
  return condition.slug;
}

std::string RenderCondition(const Condition& condition, const Style& style) {
  FieldList fields;
  fields.Add("Meaning", condition.meaning);
  fields.Add("Next step", WhatNext(condition, {}));
  fields.Add("May last", HowLong(condition, {}));
  fields.Add("Support", WhetherSupport(condition, {}));
  return Slug(condition, style) + "  " + std::string(Name(condition.severity)) + ", " +
         std::string(Name(condition.scope)) + ": " + condition.title + "\n" +
         fields.Render(style, "  ");
}

OrderedJson ConditionJson(const Condition& condition) {
  OrderedJson graces = OrderedJson::array();
  for (const Grace& row : condition.graces) {
    graces.push_back({{"kind", NameOrNull(row.kind)},
                      {"plan", NameOrNull(row.plan)},
                      {"grace_seconds", SecondsJson(row.grace)}});
  }
  OrderedJson rules = OrderedJson::array();
  for (const Rule& rule : condition.rules) rules.push_back(DescribeRule(rule));
  OrderedJson sources = OrderedJson::array();
  for (const Source& source : condition.sources) {
    sources.push_back({{"page", source.page}, {"date", source.date}, {"quote", source.quote}});
  }
  return {
      {"condition", condition.slug},
      {"title", condition.title},
      {"meaning", condition.meaning},
      {"group", TextOrNull(condition.group)},
      {"owner", Name(condition.owner)},
      {"scope", Name(condition.scope)},
      {"severity", Name(condition.severity)},
      {"contact", Name(condition.contact)},
      {"state", Name(condition.state)},
      {"reach", Name(condition.reach)},
      {"pace", Name(condition.pace)},
      {"graces", std::move(graces)},
      {"action", condition.action},
      {"quiet_seconds", SecondsOrNull(condition.quiet)},
      {"retry_after_seconds", SecondsOrNull(condition.retry_after)},
      {"rules", std::move(rules)},
      {"sources", std::move(sources)},
  };
}

}  // namespace

std::string RenderConditions(const Catalogue& catalogue, const Style& style) {
  std::string text;
  for (const OwnedConditions& owned : ByOwner(catalogue)) {
    if (!text.empty()) text += "\n";
    const std::string_view heading = HeadingOf(owned.owner);
    text += style.Bold(heading) + "\n" + std::string(heading.size(), '=') + "\n";
    for (const Condition* condition : owned.conditions) {
      text += "\n" + RenderCondition(*condition, style);
    }
  }
  return text;
}

std::string ConditionsJson(const Catalogue& catalogue) {
  OrderedJson conditions = OrderedJson::array();
  for (const Condition& condition : *catalogue.conditions()) {
    conditions.push_back(ConditionJson(condition));
  }
  OrderedJson allowances = OrderedJson::array();
  for (const RestartAllowance& row : catalogue.allowances()) {
    allowances.push_back({{"kind", Name(row.kind)},
                          {"plan", NameOrNull(row.plan)},
                          {"per_day_seconds", SecondsJson(row.per_day)}});
  }
  return Dump(
      {{"conditions", std::move(conditions)}, {"restart_allowances", std::move(allowances)}});
}

}  // namespace wa
