#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "load/toml_reader.h"
#include "load/url.h"

// Values that several tables have, with their limits. What is outside of them is reported, and
// nothing changes.
namespace wa {

// From `min` to `max`.
bool ReadWithin(TomlTable* table, std::string_view key, Duration min, Duration max, Duration* out);

// From `min` to `max`; `least` says `min` for people: "0 (as many as the accounts need)".
bool ReadWithin(TomlTable* table, std::string_view key, double min, std::string_view least,
                double max, double* out);

// An address that is asked: https, or http on loopback; no user or password. `what` must not be
// read on the way: "the API key".
std::optional<Url> ReadUrl(TomlTable* table, std::string_view key, std::string_view what);

// Key 'base_url': scheme, host and port. False if it is absent or wrong.
bool ReadBaseUrl(TomlTable* table, std::string_view what, std::string* out);

// Key 'ca_file': a file of PEM certificates, or empty.
void ReadCaFile(TomlTable* table, std::string* out);

}  // namespace wa
