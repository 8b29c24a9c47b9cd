#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/condition.h"

namespace wa {

// The conditions and their rules, indexed; made from config/conditions.toml (load/load_conditions).
// Immutable and shared by pointer; Condition pointers live as long as conditions() is held.
class Catalogue {
 public:
  // Refuses, all at once: a slug twice, a condition without a grace for all accounts, a rule that
  // restricts nothing, two rules equally specific that could match the same answer in the same way (with
  // both positions), and a missing one of the slugs that the program itself needs (kNeededSlugs).
  static tl::expected<std::shared_ptr<const Catalogue>, std::vector<Error>> Make(
      std::vector<Condition> conditions, std::vector<RestartAllowance> allowances);

  const std::shared_ptr<const std::vector<Condition>>& conditions() const { return conditions_; }
  const std::vector<RestartAllowance>& allowances() const { return allowances_; }
  const Condition* Find(std::string_view slug) const;  // null if there is none

  // Rules of one kind of sign, most specific first.
  struct RuleRef {
    const Condition* condition;
    const Rule* rule;
  };
  const std::vector<RuleRef>& RulesFor(SignKind kind) const;

  Duration AllowancePerDay(ProviderKind kind, Plan plan) const;

 private:
  std::shared_ptr<const std::vector<Condition>> conditions_;
  std::vector<RestartAllowance> allowances_;
  std::vector<std::vector<RuleRef>> rules_;  // by SignKind
};

// What is said where no rule matches: an answer that nobody knows.
inline constexpr std::string_view kUnknownErrorSlug = "unknown-error";

}  // namespace wa
