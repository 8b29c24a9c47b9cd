#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "drill/tempo.h"

namespace wa::drill {

// Alertmanager's configuration for a drill: the routes, inhibitions and names of receivers of
// `yaml`, with `sink` (a URL without a path) in the place of every receiver's address, so that
// nobody is called. `global` and `templates`, which only receivers use, are left out with their
// secrets; nothing waits for business hours; group_wait, group_interval and repeat_interval are
// scaled, also where the uppermost route leaves them to Alertmanager. An error if it has no route
// or no receiver in block style. Pure.
Result<std::string> DrillRoutes(std::string_view yaml, const std::string& sink, const Tempo& tempo);

}  // namespace wa::drill
