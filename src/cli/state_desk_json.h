#pragma once

#include "cli/state_fields.h"
#include "model/maintenance.h"
#include "model/support_case.h"

// What people told, in a file of `waba_exporter state`: a maintenance as MaintenanceForm has it,
// with when it was announced and ended; a case with the fields of SupportCase.
namespace wa {

OrderedJson ToJson(const Maintenance& maintenance);
OrderedJson ToJson(const SupportCase& it);

Maintenance ReadStoredMaintenance(StateFields fields);
SupportCase ReadStoredCase(StateFields fields);

}  // namespace wa
