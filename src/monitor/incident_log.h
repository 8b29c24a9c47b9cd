#pragma once

#include "incident/tracker.h"
#include "model/account.h"
#include "model/poll_id.h"

namespace wa {

// One line in the log when an incident opens and one when it closes; none while it lasts. `poll`:
// whose answer changed it; none: no answer to a poll did.
void LogChange(const IncidentChange& change, const Account& account, PollId poll);

}  // namespace wa
