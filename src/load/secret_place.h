#pragma once

#include <string>
#include <vector>

namespace wa {

// Where one secret is, and how messages speak of it.
struct SecretPlace {
  enum class Kind { kFile, kEnvironment, kCredential, kCommand };
  Kind kind = Kind::kFile;
  std::string key;        // of the configuration, "api_key_file"; of a folder's file: its path
  std::string what;       // "API key"
  bool any_text = false;  // chosen by somebody else: any printable ASCII, not only a token
  std::string name;       // path, variable or credential; of a command the program
  std::vector<std::string> arguments;  // of a command

  friend auto operator<=>(const SecretPlace&, const SecretPlace&) = default;
};

}  // namespace wa
