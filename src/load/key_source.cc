#include "load/key_source.h"

#include <string.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <utility>
#include <vector>

#include "base/text.h"
#include "load/read_file.h"

namespace wa {
namespace {

constexpr std::size_t kMaxKeyBytes = 4096;
constexpr std::array<std::string_view, 3> kPlaces{"_file", "_env", "_credential"};

// Editors and `echo` end a file with a new line.
void DropTrailingSpace(std::string* text) { text->erase(text->find_last_not_of(" \t\r\n") + 1); }

void Wipe(std::string* text) { explicit_bzero(text->data(), text->size()); }

std::string_view WhyNotText(std::string_view value) {
  const bool clean =
      std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c <= '~'; });
  // What a token may not hold is allowed here; for the length one rule is for all.
  if (clean) return WhyNotACredential(std::string(value.size(), 'x'));
  return "it holds a character that is no printable ASCII";
}

// The keys of one secret in one table.
class Source {
 public:
  Source(TomlTable table, const std::string& file, const SecretKeys& keys)
      : table_(std::move(table)), file_(file), keys_(keys) {}

  std::optional<Secret> Read() {
    std::string path;
    std::string variable;
    std::string credential;
    const bool has_path = table_.Read(Key("_file"), &path);
    const bool has_variable = table_.Read(Key("_env"), &variable);
    const bool has_credential = table_.Read(Key("_credential"), &credential);
    table_.Forbid(keys_.stem, std::string(InClear()) +
                                  " never stands in a configuration: put it into a file that only "
                                  "its owner may read (chmod 600) and name that with " +
                                  Key("_file"));
    if (RefuseTwo()) return std::nullopt;
    if (has_path) return FromFile(path);
    if (has_variable) return FromEnvironment(variable);
    if (has_credential) return FromCredential(credential);
    return std::nullopt;
  }

 private:
  std::string Key(std::string_view place) const {
    return std::string(keys_.stem) + std::string(place);
  }
  bool IsApiKey() const { return keys_.what == "API key"; }
  std::string_view InClear() const { return IsApiKey() ? "a key" : "a secret"; }
  std::string_view Short() const { return IsApiKey() ? "key" : "secret"; }

  bool RefuseTwo() {
    std::vector<std::string> given;
    for (const std::string_view place : kPlaces) {
      if (table_.Has(Key(place))) given.push_back(Key(place));
    }
    if (given.size() < 2) return false;
    table_.Refuse(given[1], Quoted(given[0]) + " and " + Quoted(given[1]) + " both say where the " +
                                std::string(Short()) + " is: keep one of them");
    return true;
  }

  std::optional<Secret> Checked(const std::string& key, std::string value) {
    DropTrailingSpace(&value);
    const std::string_view why = keys_.any_text ? WhyNotText(value) : WhyNotACredential(value);
    std::optional<Secret> secret;
    if (why.empty()) {
      secret.emplace(value);
    } else {
      table_.Refuse(key, "what " + Quoted(key) + " leads to is no " + std::string(keys_.what) +
                             ": " + std::string(why));
    }
    Wipe(&value);
    return secret;
  }

  // The folder where a missing file was looked for, as far as it exists.
  static std::string ExistingFolder(const std::string& path) {
    std::filesystem::path folder = std::filesystem::path(path).parent_path();
    std::error_code ignored;
    while (folder.has_relative_path() && !std::filesystem::is_directory(folder, ignored)) {
      folder = folder.parent_path();
    }
    return folder.empty() ? "." : folder.string();
  }

  void RefuseUnreadable(const std::string& key, const std::string& path, const std::string& why) {
    std::error_code ignored;
    const std::string text = std::filesystem::exists(path, ignored)
                                 ? "cannot read " + Quoted(path) + ": " + why
                                 : "cannot read the file that " + Quoted(key) + " names: " + why +
                                       " (looked in " + Quoted(ExistingFolder(path)) + ")";
    table_.Refuse(key, text);
  }

  std::optional<Secret> FromPath(const std::string& key, const std::string& path,
                                 mode_t forbidden) {
    Result<FileContents> contents = ReadFile(path, kMaxKeyBytes);
    if (!contents) {
      RefuseUnreadable(key, path, contents.error().message);
      return std::nullopt;
    }
    std::string value = std::move(contents->bytes);
    if ((contents->mode & forbidden) != 0) {
      Wipe(&value);
      table_.Refuse(key, "others than its owner may use the " + std::string(Short()) +
                             " file: chmod 600 " + Sanitise(path, 1024));
      return std::nullopt;
    }
    return Checked(key, std::move(value));
  }

  std::optional<Secret> FromFile(const std::string& name) {
    if (!name.empty()) return FromPath(Key("_file"), ResolvePath(file_, name), 077);
    table_.Refuse(Key("_file"), Quoted(Key("_file")) + " is empty: name the file that holds the " +
                                    std::string(Short()));
    return std::nullopt;
  }

  std::optional<Secret> FromEnvironment(const std::string& name) {
    const std::string key = Key("_env");
    const char* value = std::getenv(name.c_str());
    if (value != nullptr) return Checked(key, value);
    table_.Refuse(key, "the environment variable that " + Quoted(key) + " names is not set");
    return std::nullopt;
  }

  // systemd guards its folder itself and shows an access list as group permissions: no check of the
  // mode.
  std::optional<Secret> FromCredential(const std::string& name) {
    const std::string key = Key("_credential");
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
    if (folder == nullptr || *folder == '\0') {
      table_.Refuse(key, Quoted(key) +
                             " works only in a unit of systemd that has "
                             "LoadCredential=: $CREDENTIALS_DIRECTORY is not set");
      return std::nullopt;
    }
    if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos) {
      table_.Refuse(key, Quoted(key) + " is the name of a credential, without a path");
      return std::nullopt;
    }
    return FromPath(key, std::string(folder) + "/" + name, 0);
  }

  TomlTable table_;
  const std::string& file_;
  const SecretKeys& keys_;
};

}  // namespace

std::optional<Secret> ReadSecret(TomlTable table, const std::string& file, const SecretKeys& keys) {
  return Source(std::move(table), file, keys).Read();
}

bool HasSecret(const TomlTable& table, const SecretKeys& keys) {
  const std::string stem(keys.stem);
  return table.Has(stem) ||
         std::any_of(kPlaces.begin(), kPlaces.end(),
                     [&](std::string_view place) { return table.Has(stem + std::string(place)); });
}

std::optional<Secret> ReadKey(TomlTable table, const std::string& file) {
  const SecretKeys keys{"api_key", "API key"};
  if (!HasSecret(table, keys)) {
    table.Refuse(
        "the account has no key: write api_key_file = \"FILE\" (or api_key_env, "
        "api_key_credential)");
  }
  return ReadSecret(table, file, keys);
}

}  // namespace wa
