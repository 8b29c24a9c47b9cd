#pragma once

#include "incident/tracker.h"
#include "model/account.h"

namespace wa {

// One line in the log when an incident opens and one when it closes; none while it lasts.
void LogChange(const IncidentChange& change, const Account& account);

}  // namespace wa
