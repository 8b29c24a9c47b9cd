#pragma once

#include <map>
#include <string>
#include <tl/expected.hpp>

#include "condition/catalogue.h"
#include "config/config.h"
#include "load/account_list.h"
#include "load/config_files.h"
#include "load/key_ring.h"
#include "load/problem.h"

namespace wa {

// What the files say. What sources discover is not in it: `config` holds the accounts of files, of
// all shards.
struct ConfigDraft {
  Config config;
  std::map<std::string, Common<WebhookAuth>>
      webhooks;  // by provider, for accounts that are discovered
  KeyPlaces key_places;
};

// Reads a configuration with its account files and keys. Either everything is right, or every
// problem is reported at once and nothing is loaded. `catalogue` tells which slugs [condition.SLUG]
// may name.
tl::expected<ConfigDraft, Problems> ReadConfig(const std::string& path, const Catalogue& catalogue,
                                               ConfigFiles* files, KeyRing* ring);

// The same, for whoever needs it once.
tl::expected<Config, Problems> LoadConfig(const std::string& path, const Catalogue& catalogue);

}  // namespace wa
