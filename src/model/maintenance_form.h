#pragma once

#include <map>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "model/maintenance.h"

namespace wa {

// A maintenance as people write it, in the configuration, at the command line or in JSON: the same
// keys everywhere.
struct MaintenanceForm {
  std::string reason;
  bool all = false;
  std::vector<std::string> accounts;
  std::vector<std::string> providers;
  std::map<std::string, std::string> tags;
  // Once: "2026-12-01T22:00:00+01:00", or "2026-12-01 22:00" with a time zone. Again and again:
  // "22:00" with a time zone.
  std::string from;
  std::string to;
  std::vector<std::string> weekdays;  // none: every day
  std::string time_zone;
  std::string until;  // "2026-12-24"
};

// What is wrong with the value of a key.
struct FormFlaw {
  std::string key;
  std::string message;  // for people; names the key
};

// What the form says, or everything that is wrong with it. Whether accounts and providers of these
// names exist is not looked at.
tl::expected<Maintenance, std::vector<FormFlaw>> ReadMaintenance(const MaintenanceForm& form);

// The form again: moments in UTC. ReadMaintenance() makes the same maintenance of it.
MaintenanceForm FormOf(const Maintenance& maintenance);

}  // namespace wa
