#include "load/maintenance_table.h"

#include <algorithm>
#include <string>
#include <utility>

#include "load/problem.h"
#include "model/maintenance_form.h"

namespace wa {
namespace {

MaintenanceForm ReadForm(TomlTable* table) {
  MaintenanceForm form;
  table->Read("reason", &form.reason);
  table->Read("all", &form.all);
  table->Read("accounts", &form.accounts);
  table->Read("providers", &form.providers);
  table->Read("tags", &form.tags);
  table->Read("from", &form.from);
  table->Read("to", &form.to);
  table->Read("weekdays", &form.weekdays);
  table->Read("time_zone", &form.time_zone);
  table->Read("until", &form.until);
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
    const MaintenanceForm form = ReadForm(&table);
    RefuseUnknownProviders(&table, form.providers, providers);
    auto maintenance = ReadMaintenance(form);
    if (!maintenance) {
      for (FormFlaw& flaw : maintenance.error()) table.Refuse(flaw.key, std::move(flaw.message));
      continue;
    }
    maintenance->is_configured = true;
    read.push_back(std::move(*maintenance));
  }
  return read;
}

}  // namespace wa
