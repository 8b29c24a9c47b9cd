#include "condition/catalogue.h"

#include <algorithm>
#include <set>
#include <utility>

#include "condition/rule_order.h"

namespace wa {
namespace {

using RuleRef = Catalogue::RuleRef;
using Errors = std::vector<Error>;

void Refuse(Errors& errors, std::string message) {
  errors.push_back({ErrorCode::kConfig, std::move(message)});
}

void CheckCondition(const Condition& condition, std::set<std::string>& slugs, Errors& errors) {
  if (!slugs.insert(condition.slug).second) {
    Refuse(errors, "condition '" + condition.slug + "' stands twice");
  }
  const bool for_all = std::any_of(condition.graces.begin(), condition.graces.end(),
                                   [](const Grace& grace) { return !grace.kind && !grace.plan; });
  if (!for_all) {
    Refuse(errors, "condition '" + condition.slug +
                       "' has no grace for all accounts (a row without kind and plan)");
  }
}

void CheckRule(const Condition& condition, const Rule& rule, Errors& errors) {
  const std::string where = rule.position + ": a rule of '" + condition.slug + "' ";
  if (!rule.code_from && !rule.code_to && !rule.text && rule.http.empty()) {
    Refuse(errors, where + "restricts nothing: give it a code, a text or HTTP statuses");
  }
  if (rule.code_from.has_value() != rule.code_to.has_value() || rule.code_from > rule.code_to) {
    Refuse(errors, where + "has a range of codes that needs a first and a last, in this order");
  }
}

std::string Place(const RuleRef& ref) {
  return DescribeRule(*ref.rule) + " of '" + ref.condition->slug + "' at " + ref.rule->position;
}

// Among rules sorted by specificity, equals stand together.
void CheckOrder(const std::vector<RuleRef>& rules, Errors& errors) {
  for (std::size_t i = 0; i < rules.size(); ++i) {
    for (std::size_t j = i + 1; j < rules.size(); ++j) {
      if (!(SpecificityOf(*rules[i].rule) == SpecificityOf(*rules[j].rule))) break;
      if (rules[i].condition == rules[j].condition) continue;
      if (!CanMatchTheSame(*rules[i].rule, *rules[j].rule)) continue;
      Refuse(errors, "two rules are equally specific and can match the same answer: " +
                         Place(rules[i]) + ", and " + Place(rules[j]));
    }
  }
}

std::vector<std::vector<RuleRef>> IndexRules(const std::vector<Condition>& conditions) {
  std::vector<std::vector<RuleRef>> rules(EnumNames<SignKind>::table.size());
  for (const Condition& condition : conditions) {
    for (const Rule& rule : condition.rules) {
      rules[static_cast<std::size_t>(rule.sign)].push_back({&condition, &rule});
    }
  }
  for (std::vector<RuleRef>& kind : rules) {
    std::stable_sort(kind.begin(), kind.end(), [](const RuleRef& a, const RuleRef& b) {
      return SpecificityOf(*b.rule) < SpecificityOf(*a.rule);
    });
  }
  return rules;
}

std::vector<RuleRef> IndexEnds(const std::vector<Condition>& conditions) {
  std::vector<RuleRef> rules;
  for (const Condition& condition : conditions) {
    for (const Rule& rule : condition.ends) rules.push_back({&condition, &rule});
  }
  return rules;
}

Errors CheckAll(const std::vector<Condition>& conditions) {
  Errors errors;
  std::set<std::string> slugs;
  for (const Condition& condition : conditions) {
    CheckCondition(condition, slugs, errors);
    for (const Rule& rule : condition.rules) CheckRule(condition, rule, errors);
    for (const Rule& rule : condition.ends) CheckRule(condition, rule, errors);
  }
  for (const std::string_view slug : kNeededSlugs) {
    if (slugs.count(std::string(slug)) == 0) {
      Refuse(errors, "condition '" + std::string(slug) + "' is missing: the program needs it");
    }
  }
  return errors;
}

}  // namespace

tl::expected<std::shared_ptr<const Catalogue>, Errors> Catalogue::Make(
    std::vector<Condition> conditions, std::vector<RestartAllowance> allowances,
    std::vector<SupportDesk> desks) {
  Errors errors = CheckAll(conditions);
  auto catalogue = std::make_shared<Catalogue>();
  catalogue->conditions_ = std::make_shared<const std::vector<Condition>>(std::move(conditions));
  catalogue->allowances_ = std::move(allowances);
  catalogue->desks_ = std::move(desks);
  catalogue->rules_ = IndexRules(*catalogue->conditions_);
  catalogue->end_rules_ = IndexEnds(*catalogue->conditions_);
  // Half a range has no overlap to speak of: the order is judged only among sound rules.
  if (errors.empty()) {
    for (const std::vector<RuleRef>& rules : catalogue->rules_) CheckOrder(rules, errors);
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return catalogue;
}

const Condition* Catalogue::Find(std::string_view slug) const {
  const auto found = std::find_if(conditions_->begin(), conditions_->end(),
                                  [&](const Condition& c) { return c.slug == slug; });
  return found == conditions_->end() ? nullptr : &*found;
}

const std::vector<RuleRef>& Catalogue::RulesFor(SignKind kind) const {
  return rules_[static_cast<std::size_t>(kind)];
}

Duration Catalogue::AllowancePerDay(ProviderKind kind, Plan plan) const {
  return wa::AllowancePerDay(allowances_, kind, plan);
}

}  // namespace wa
