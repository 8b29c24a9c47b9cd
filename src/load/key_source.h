#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/secret.h"
#include "load/key_ring.h"
#include "load/toml_reader.h"

namespace wa {

// A secret that a table names, by the STEM of its keys:
//   STEM_file        a file that only its owner may read, from the folder of the configuration
//   STEM_env         an environment variable
//   STEM_credential  a file of systemd's LoadCredential=, in $CREDENTIALS_DIRECTORY
//   STEM_command     a program and its arguments, which prints it; run without a shell
struct SecretKeys {
  std::string_view stem;         // "api_key"
  std::string_view what;         // "API key", for people
  bool any_text = false;         // chosen by somebody else: any printable ASCII, not only a token
  bool may_be_in_clear = false;  // STEM itself holds it where it is no secret
};
inline constexpr SecretKeys kApiKey{"api_key", "API key"};

// Where it is, as exactly one of them says. Nothing if none is there, or if there was a problem,
// which is reported.
std::optional<SecretPlace> ReadSecretPlace(TomlTable table, const SecretKeys& keys);

// The secret that is there. Messages repeat neither it nor a name that names nothing: somebody may
// have written the secret where its place belongs.
std::optional<Secret> ReadSecret(TomlTable table, const SecretKeys& keys, KeyRing* ring);

// Whether one of the keys is there, right or wrong.
bool HasSecret(const TomlTable& table, const SecretKeys& keys);

// "api_key_file = "FILE" (or api_key_env, api_key_credential, api_key_command)", for advice.
std::string SecretAdvice(const SecretKeys& keys);

}  // namespace wa
