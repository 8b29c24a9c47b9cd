#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/condition.h"
#include "model/support_desk.h"

namespace wa {

// What is said where no rule matches: an answer that nobody knows.
inline constexpr std::string_view kUnknownErrorSlug = "unknown-error";

// The same for a code of Meta, by a rule of the catalogue.
inline constexpr std::string_view kCloudUnknownSlug = "cloud-unknown";

// The conditions that the program itself names; a catalogue without one of them is refused.
inline constexpr std::array<std::string_view, 1> kNeededSlugs{kUnknownErrorSlug};

// The conditions and their rules, indexed; made from config/conditions.toml (load/load_conditions).
// Immutable and shared by pointer; Condition pointers live as long as conditions() is held.
class Catalogue {
 public:
  // Refuses, all at once: a slug twice, a condition without a grace for all accounts, a rule that
  // restricts nothing or has half a range of codes, two rules of different conditions that are
  // equally specific and could match the same sign (with both positions; see rule_order.h), and a
  // missing one of kNeededSlugs. Rules by which conditions end may be shared.
  static tl::expected<std::shared_ptr<const Catalogue>, std::vector<Error>> Make(
      std::vector<Condition> conditions, std::vector<RestartAllowance> allowances,
      std::vector<SupportDesk> desks = {});

  const std::shared_ptr<const std::vector<Condition>>& conditions() const { return conditions_; }
  const std::vector<RestartAllowance>& allowances() const { return allowances_; }
  const std::vector<SupportDesk>& desks() const { return desks_; }
  const Condition* Find(std::string_view slug) const;  // null if there is none

  // Rules of one kind of sign, most specific first; equally specific ones in the order of the
  // catalogue.
  struct RuleRef {
    const Condition* condition;
    const Rule* rule;
  };
  const std::vector<RuleRef>& RulesFor(SignKind kind) const;

  // The rules by which events say that something is over, in the order of the catalogue.
  const std::vector<RuleRef>& EndRules() const { return end_rules_; }

  // How much of a day an account may spend restarting; 0 if no row is for it. A row with a plan
  // beats one without.
  Duration AllowancePerDay(ProviderKind kind, Plan plan) const;

 private:
  std::shared_ptr<const std::vector<Condition>> conditions_;
  std::vector<RestartAllowance> allowances_;
  std::vector<SupportDesk> desks_;
  std::vector<std::vector<RuleRef>> rules_;  // by SignKind
  std::vector<RuleRef> end_rules_;
};

}  // namespace wa
