#pragma once

#include <string_view>

// Files of alerts/, as they were when the program was built.
namespace wa {

std::string_view ShippedRules();       // waba.rules.yml
std::string_view ShippedRoutes();      // alertmanager.yml
std::string_view ShippedPrometheus();  // prometheus.yml

}  // namespace wa
