#pragma once

#include <functional>
#include <optional>

#include "life/life.h"
#include "life/violation.h"

namespace wa::life {

struct Shrunk {
  Life life;
  Violation violation;
};

// Takes away what the violation does not need, accounts and happenings, shortens what is left, and
// ends the life with it. `play` plays a life and says what was violated. REQUIRES: `life` violates.
Shrunk Shrink(const Life& life, const Violation& violation,
              const std::function<std::optional<Violation>(const Life&)>& play);

}  // namespace wa::life
