#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/common.h"

namespace wa {

// A secret that a table names, by the STEM of its keys:
//   STEM_file        a file that only its owner may read, from the folder of the configuration
//   STEM_env         an environment variable
//   STEM_credential  a file of systemd's LoadCredential=, in $CREDENTIALS_DIRECTORY
//   STEM_command     a program and its arguments, which prints it; run without a shell
struct SecretKeys {
  std::string_view stem;         // "api_key"; empty: no key, a file of a folder
  std::string_view what;         // "API key", for people
  bool any_text = false;         // chosen by somebody else: any printable ASCII, not only a token
  bool may_be_in_clear = false;  // STEM itself holds it where it is no secret
  bool is_guessed_at = false;    // by whoever likes, as often as he likes: 16 characters at least
};
inline constexpr SecretKeys kApiKey{"api_key", "API key"};
inline constexpr SecretKeys kApiKeyOfFolder{"", kApiKey.what};

// Where one secret is, and how messages speak of it.
struct SecretPlace {
  enum class Kind { kFile, kEnvironment, kCredential, kCommand };
  Kind kind = Kind::kFile;
  const SecretKeys* keys = &kApiKey;  // a constant
  Common<std::string> folder;         // of a file of a folder of keys; else empty
  std::string name;                   // path, variable or credential; of a command the program
  Common<std::vector<std::string>> arguments;  // of a command

  // Of a file.
  std::string Path() const { return folder->empty() ? name : *folder + "/" + name; }
  // How messages speak of it: the key of the configuration, "api_key_file".
  std::string Key() const;
  std::string What() const { return std::string(keys->what); }

  friend auto operator<=>(const SecretPlace& a, const SecretPlace& b) {
    return std::tie(a.kind, a.keys, *a.folder, a.name, *a.arguments) <=>
           std::tie(b.kind, b.keys, *b.folder, b.name, *b.arguments);
  }
  friend bool operator==(const SecretPlace&, const SecretPlace&) = default;
};

}  // namespace wa
