#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/secret.h"
#include "load/key_ring.h"
#include "load/secret_place.h"
#include "load/toml_reader.h"

namespace wa {

// Where it is, as exactly one of the keys says; they must be a constant. Nothing if none is there,
// or if there was a problem, which is reported.
std::optional<SecretPlace> ReadSecretPlace(TomlTable table, const SecretKeys& keys);

// The secret that is there. Messages repeat neither it nor a name that names nothing: somebody may
// have written the secret where its place belongs.
std::optional<Secret> ReadSecret(TomlTable table, const SecretKeys& keys, KeyRing* ring);

// Whether one of the keys is there, right or wrong.
bool HasSecret(const TomlTable& table, const SecretKeys& keys);

// "api_key_file = "FILE" (or api_key_env, api_key_credential, api_key_command)", for advice.
std::string SecretAdvice(const SecretKeys& keys);

}  // namespace wa
