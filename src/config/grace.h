#pragma once

#include "config/config.h"
#include "model/condition.h"

namespace wa {

// How long the condition may last for accounts of that kind and plan: as [condition.SLUG] says,
// else the catalogue.
Duration GraceFor(const Condition& condition, ProviderKind kind, Plan plan,
                  const ConditionOverrides& overrides);

}  // namespace wa
