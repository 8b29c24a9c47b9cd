#pragma once

#include "base/result.h"
#include "store/sqlite.h"

namespace wa {

// Whether this program may work on the database: it is empty, or ours and not newer than we know.
// kConfig if not (the message says whose it is and what to do), kIo if it cannot be read. Changes
// nothing.
Status CheckOwner(Database& database);

// Whether its form is the newest. REQUIRES: CheckOwner() agreed.
Result<bool> IsNewest(Database& database);

// Brings the form of the database up to date, each step whole or not at all. REQUIRES: CheckOwner()
// agreed.
Status Migrate(Database& database);

}  // namespace wa
