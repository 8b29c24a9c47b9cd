#include "web/catalogue_json.h"

#include <utility>

#include "condition/rule_order.h"
#include "web/json_values.h"

namespace wa {
namespace {

OrderedJson ConditionJson(const Condition& condition) {
  OrderedJson graces = OrderedJson::array();
  for (const Grace& row : condition.graces) {
    graces.push_back({{"kind", NameOrNull(row.kind)},
                      {"plan", NameOrNull(row.plan)},
                      {"grace_seconds", SecondsJson(row.grace)}});
  }
  OrderedJson rules = OrderedJson::array();
  for (const Rule& rule : condition.rules) rules.push_back(DescribeRule(rule));
  OrderedJson ends = OrderedJson::array();
  for (const Rule& rule : condition.ends) ends.push_back(DescribeRule(rule));
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
      {"ends", std::move(ends)},
      {"sources", std::move(sources)},
  };
}

}  // namespace

nlohmann::ordered_json CatalogueJson(const Catalogue& catalogue) {
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
  return {{"conditions", std::move(conditions)}, {"restart_allowances", std::move(allowances)}};
}

}  // namespace wa
