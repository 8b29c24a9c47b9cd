#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "load/key_ring.h"
#include "load/load_config.h"
#include "model/discovery.h"

namespace wa {

// All accounts of all sources.
struct MergedAccounts {
  std::vector<std::shared_ptr<const Account>> accounts;  // by name
  KeyPlaces key_places;                                  // of those that sources discovered
  // What is wrong with what a source names, by source: who was left out, and who has no key.
  std::map<std::string, std::vector<std::string>> notes;
};

// Adds what sources discovered, by source, to the accounts of the files. A name or id belongs to
// the first that has it: a file, then the sources by name. An account of a file that is a
// discovered channel or number stays and is joined with it. Reads keys through `ring`; a channel
// without one is an account that cannot be polled.
MergedAccounts MergeAccounts(const ConfigDraft& draft,
                             const std::map<std::string, Discovered>& discovered, KeyRing* ring);

// Whether the configuration has such a source.
bool HasSource(const Config& config, const std::string& source);

}  // namespace wa
