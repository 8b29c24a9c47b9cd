#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/secret.h"
#include "load/toml_reader.h"

namespace wa {

// A secret that a table names, by the STEM of its keys:
//   STEM_file        a file that only its owner may read, from the folder of the configuration
//   STEM_env         an environment variable
//   STEM_credential  a file of systemd's LoadCredential=, in $CREDENTIALS_DIRECTORY
struct SecretKeys {
  std::string_view stem;  // "api_key"
  std::string_view what;  // "API key", for people
  bool any_text = false;  // chosen by somebody else: any printable ASCII, not only a token
};

// Loads it from exactly one of them. Nothing if none is there, or if there was a problem, which is
// reported. Messages repeat neither the secret nor a name that names nothing: somebody may have
// written the secret where its place belongs.
std::optional<Secret> ReadSecret(TomlTable table, const std::string& file, const SecretKeys& keys);

// Whether one of the keys is there, right or wrong.
bool HasSecret(const TomlTable& table, const SecretKeys& keys);

// The API key of an [[account]], which needs one.
std::optional<Secret> ReadKey(TomlTable table, const std::string& file);

}  // namespace wa
