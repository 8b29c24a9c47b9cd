#pragma once

#include <optional>
#include <string>

#include "base/secret.h"
#include "load/toml_reader.h"

namespace wa {

// Loads the API key of an [[account]] from exactly one of
//   api_key_file        a file that only its owner may read, from the folder of `file`
//   api_key_env         an environment variable
//   api_key_credential  a file of systemd's LoadCredential=, in $CREDENTIALS_DIRECTORY
// Nothing if there was a problem, which is reported. Messages repeat neither the key nor a name
// that names nothing: somebody may have written the key where its place belongs.
std::optional<Secret> ReadKey(TomlTable table, const std::string& file);

}  // namespace wa
