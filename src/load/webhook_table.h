#pragma once

#include <map>
#include <string>

#include "load/key_ring.h"
#include "load/toml_reader.h"
#include "model/account.h"

namespace wa {

// Reads a table [... .webhook]: signature_key_*, path_secret_*, header with header_value_*, and
// verify_token_* (see key_source.h). A table with which nobody could prove anything is a problem.
WebhookAuth ReadWebhookAuth(TomlTable table, KeyRing* ring);

// Those of [provider.NAME.webhook] below `root`, by name of the provider: the default of its
// accounts.
std::map<std::string, Common<WebhookAuth>> ReadProviderWebhooks(TomlTable root, KeyRing* ring);

}  // namespace wa
