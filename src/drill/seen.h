#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

// What the parts of the stack say about themselves, read from their JSON. Pure.
namespace wa::drill {

struct SeenIncident {
  std::string condition;
  bool overdue = false;
};

// The exporter's /api/v1/accounts: accounts, and what is wider, by name.
struct SeenAccounts {
  std::map<std::string, std::vector<SeenIncident>> incidents;
  std::size_t well = 0;  // accounts in state ok
};
Result<SeenAccounts> ReadAccounts(std::string_view json);

// An alert of Prometheus, or in a notification.
struct SeenAlert {
  std::string alert;
  std::string account;
  std::string condition;
  std::string severity;
  bool firing = false;  // else pending (Prometheus) or resolved (a notification)
  std::string provider = {};
};
// Prometheus' /api/v1/alerts.
Result<std::vector<SeenAlert>> ReadAlerts(std::string_view json);

// What Alertmanager posts to a web hook.
struct Notice {
  std::string receiver;
  std::vector<SeenAlert> alerts;
  SteadyTime at;  // when it arrived
};
Result<Notice> ReadNotice(std::string_view json, SteadyTime at);

// Prometheus' /api/v1/targets: whether a target at this address is up.
Result<bool> IsTargetUp(std::string_view json, std::string_view address);

// Prometheus' /api/v1/query: the number of the only series. An error, too, if there is none.
Result<double> ReadNumber(std::string_view json);

// Prometheus' /api/v1/status/config: its configuration, YAML.
Result<std::string> ReadPrometheusConfig(std::string_view json);

// Prometheus' /api/v1/alertmanagers: the addresses of those that it sends to, without a path.
Result<std::vector<std::string>> ReadAlertmanagers(std::string_view json);

// Alertmanager's /api/v2/status: its configuration, YAML, without secrets.
Result<std::string> ReadAlertmanagerConfig(std::string_view json);

// The slugs in the exporter's answer to an observation.
std::vector<std::string> ConditionsIn(std::string_view json);

}  // namespace wa::drill
