#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "condition/catalogue.h"

// A small language for catalogues in tests.
namespace wa {

struct Codes {
  std::int64_t from;
  std::int64_t to;
};

inline Rule MakeRule(SignKind sign, std::optional<Codes> codes, const char* text,
                     std::vector<int> http = {}, std::string position = "c.toml:1:1") {
  Rule rule;
  rule.sign = sign;
  if (codes) {
    rule.code_from = codes->from;
    rule.code_to = codes->to;
  }
  if (text != nullptr) rule.text = Pattern::Parse(text).value();
  rule.http = std::move(http);
  rule.position = std::move(position);
  return rule;
}

inline Condition MakeCondition(std::string slug, std::vector<Rule> rules = {},
                               Severity severity = Severity::kWarning, Reach reach = Reach::kNone) {
  Condition condition;
  condition.slug = std::move(slug);
  condition.severity = severity;
  condition.reach = reach;
  condition.graces = {{std::nullopt, std::nullopt, std::chrono::seconds(60)}};
  condition.rules = std::move(rules);
  return condition;
}

// With the conditions that every catalogue needs.
inline std::vector<Condition> WithNeeded(std::vector<Condition> conditions) {
  for (const std::string_view slug : kNeededSlugs) {
    conditions.push_back(MakeCondition(std::string(slug)));
  }
  return conditions;
}

inline std::shared_ptr<const Catalogue> MakeCatalogue(std::vector<Condition> conditions) {
  return Catalogue::Make(WithNeeded(std::move(conditions)), {}).value();
}

}  // namespace wa
