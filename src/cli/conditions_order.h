#pragma once

#include <string_view>
#include <vector>

#include "condition/catalogue.h"

namespace wa {

// The conditions that one owner must act on.
struct OwnedConditions {
  Owner owner = Owner::kYou;
  std::vector<const Condition*> conditions;  // the most severe first, then by slug
};

// "You must act"
std::string_view HeadingOf(Owner owner);

// In the order of Owner; owners without any condition are left out.
std::vector<OwnedConditions> ByOwner(const Catalogue& catalogue);

}  // namespace wa
