#include "load/maintenance_table.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "load/problem.h"
#include "model/maintenance_form.h"

namespace wa {
namespace {

// `misread` gets the keys whose values are of a wrong type, which is said already.
MaintenanceForm ReadForm(TomlTable* table, std::set<std::string>* misread) {
  MaintenanceForm form;
  const auto read = [&](const std::string& key, auto* value) {
    if (!table->Read(key, value) && table->Has(key)) misread->insert(key);
  };
  read("reason", &form.reason);
  read("all", &form.all);
  read("accounts", &form.accounts);
  read("providers", &form.providers);
  read("tags", &form.tags);
  read("from", &form.from);
  read("to", &form.to);
  read("weekdays", &form.weekdays);
  read("time_zone", &form.time_zone);
  read("until", &form.until);
  return form;
}

void RefuseUnknownProviders(TomlTable* table, const std::vector<std::string>& wanted,
                            const std::vector<ProviderSettings>& providers) {
  std::vector<std::string> names;
  for (const ProviderSettings& provider : providers) names.push_back(provider.name);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (std::find(names.begin(), names.end(), wanted[i]) != names.end()) continue;
    table->RefuseItem("providers", i,
                      "there is no [provider." + wanted[i] + "]" + Suggestion(wanted[i], names));
  }
}

}  // namespace

std::vector<Maintenance> ReadMaintenances(TomlTable root,
                                          const std::vector<ProviderSettings>& providers) {
  std::vector<Maintenance> read;
  for (TomlTable& table : root.Tables("maintenance")) {
    std::set<std::string> misread;
    const MaintenanceForm form = ReadForm(&table, &misread);
    RefuseUnknownProviders(&table, form.providers, providers);
    auto maintenance = ReadMaintenance(form);
    if (!maintenance) {
      for (FormFlaw& flaw : maintenance.error()) {
        if (misread.count(flaw.key) == 0) table.Refuse(flaw.key, std::move(flaw.message));
      }
      continue;
    }
    maintenance->is_configured = true;
    read.push_back(std::move(*maintenance));
  }
  return read;
}

}  // namespace wa
