#pragma once

#include <string>
#include <vector>

namespace wa {

// Where one secret is, and how messages speak of it.
struct SecretPlace {
  enum class Kind { kFile, kEnvironment, kCredential, kCommand };
  Kind kind = Kind::kFile;
  std::string key;        // of the configuration, "api_key_file"; empty: of a folder's file
  std::string what;       // "API key"
  bool any_text = false;  // chosen by somebody else: any printable ASCII, not only a token
  std::string name;       // path, variable or credential; of a command the program
  std::vector<std::string> arguments;  // of a command

  // How messages speak of it.
  const std::string& Key() const { return key.empty() ? name : key; }
  friend auto operator<=>(const SecretPlace&, const SecretPlace&) = default;
};

}  // namespace wa
