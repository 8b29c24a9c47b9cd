#pragma once

#include <string_view>

#include "base/clock.h"
#include "model/condition.h"

namespace wa::drill {

struct RouteWaits {
  Duration group_wait;
  Duration group_interval;
};

// The longest of those routes of an Alertmanager's configuration that an alert of this severity can
// take. A route is left out if its matchers ask for another severity, with all below it; the
// uppermost one, if one directly below asks for this severity alone. Real, with the defaults of
// Alertmanager. Pure.
RouteWaits WaitsOf(std::string_view yaml, Severity severity);

}  // namespace wa::drill
