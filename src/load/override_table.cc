#include "load/override_table.h"

#include <string>
#include <vector>

#include "load/problem.h"

namespace wa {

ConditionOverrides ReadOverrides(TomlTable root, const Catalogue& catalogue) {
  ConditionOverrides overrides;
  for (auto& [slug, table] : root.NamedTables("condition")) {
    table.Require("grace", &overrides[slug].grace);
    if (catalogue.Find(slug) != nullptr) continue;
    std::vector<std::string> slugs;
    for (const Condition& condition : *catalogue.conditions()) slugs.push_back(condition.slug);
    table.Refuse("there is no condition " + Quoted(slug) + " in the catalogue" +
                 Suggestion(slug, slugs));
  }
  return overrides;
}

}  // namespace wa
