#include "load/shipped_alerts.h"

#include "embedded/alertmanager_yml.h"
#include "embedded/prometheus_yml.h"
#include "embedded/rules_yml.h"

namespace wa {

std::string_view ShippedRules() { return embedded::RulesYml(); }
std::string_view ShippedRoutes() { return embedded::AlertmanagerYml(); }
std::string_view ShippedPrometheus() { return embedded::PrometheusYml(); }

}  // namespace wa
