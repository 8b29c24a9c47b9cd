#include "cli/conditions_order.h"

#include <algorithm>
#include <utility>

namespace wa {

std::string_view HeadingOf(Owner owner) {
  switch (owner) {
    case Owner::kYou:
      return "You must act";
    case Owner::kProvider:
      return "The provider must act";
    case Owner::kMeta:
      return "Meta must act";
    case Owner::kRecipient:
      return "The recipient must act";
  }
  return "";
}

std::vector<OwnedConditions> ByOwner(const Catalogue& catalogue) {
  std::vector<OwnedConditions> owners;
  for (const auto& [owner, name] : EnumNames<Owner>::table) {
    OwnedConditions owned{owner, {}};
    for (const Condition& condition : *catalogue.conditions()) {
      if (condition.owner == owner) owned.conditions.push_back(&condition);
    }
    std::sort(owned.conditions.begin(), owned.conditions.end(),
              [](const Condition* a, const Condition* b) {
                if (a->severity != b->severity) return a->severity > b->severity;
                return a->slug < b->slug;
              });
    if (!owned.conditions.empty()) owners.push_back(std::move(owned));
  }
  return owners;
}

}  // namespace wa
