#include "config/grace.h"

namespace wa {

Duration GraceFor(const Condition& condition, ProviderKind kind, Plan plan,
                  const ConditionOverrides& overrides) {
  const auto found = overrides.find(condition.slug);
  const bool is_set = found != overrides.end() && found->second.grace;
  return is_set ? *found->second.grace : condition.GraceFor(kind, plan);
}

}  // namespace wa
