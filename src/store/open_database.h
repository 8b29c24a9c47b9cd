#pragma once

#include <cstddef>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "store/sqlite.h"

namespace wa {

// The path without symbolic links, so that every name of a file has the same lock.
std::string RealPath(const std::string& path);

// Refuses what is there and is no file: a folder, a device.
Status CheckPlace(const std::string& path);

// Opens the database, or makes it (mode 0600), in its newest form and in the mode in which a commit
// is on the disk. A damaged one is renamed, with what SQLite keeps beside it, to
// PATH.damaged-<UTC>, and an empty one made. REQUIRES: the lock is held (store/lock_file.h); `now`
// for the name.
Result<Database> OpenDatabase(const std::string& path, SystemTime now);

// How many databases that were moved aside as damaged lie beside it. What they held is missing.
std::size_t CountDamaged(const std::string& path);

// Opens a database that is there in its newest form, and changes nothing in it; an exporter may be
// running on it. Says what to do if there is none, or if it is in the form of another version.
Result<Database> OpenToRead(const std::string& path);

}  // namespace wa
