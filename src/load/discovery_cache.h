#pragma once

#include <map>
#include <string>

#include "base/result.h"
#include "config/config.h"
#include "model/discovery.h"

namespace wa {

// What sources of accounts told last, in a file beside the database, so that a start need not wait
// for them. Keys are not in it. No file that must be kept: the sources tell it all again.

std::string DiscoveryCachePath(const StorageConfig& storage);

// Nothing if there is no file. The message names the file.
Result<std::map<std::string, Discovered>> ReadDiscoveryCache(const std::string& path);

Status WriteDiscoveryCache(const std::string& path,
                           const std::map<std::string, Discovered>& discovered);

}  // namespace wa
