#include "load/key_source.h"

#include <string.h>

#include <cstdlib>
#include <filesystem>
#include <utility>
#include <vector>

#include "base/text.h"
#include "load/read_file.h"

namespace wa {
namespace {

constexpr std::size_t kMaxKeyBytes = 4096;
constexpr std::string_view kFile = "api_key_file";
constexpr std::string_view kEnv = "api_key_env";
constexpr std::string_view kCredential = "api_key_credential";

// Editors and `echo` end a file with a new line.
void DropTrailingSpace(std::string* text) { text->erase(text->find_last_not_of(" \t\r\n") + 1); }

void Wipe(std::string* text) { explicit_bzero(text->data(), text->size()); }

std::optional<Secret> Checked(TomlTable* table, std::string_view key, std::string value) {
  DropTrailingSpace(&value);
  const std::string_view why = WhyNotACredential(value);
  std::optional<Secret> secret;
  if (why.empty()) {
    secret.emplace(value);
  } else {
    table->Refuse(key, "what " + Quoted(key) + " leads to is no API key: " + std::string(why));
  }
  Wipe(&value);
  return secret;
}

// The folder where a missing file was looked for, as far as it exists.
std::string ExistingFolder(const std::string& path) {
  std::filesystem::path folder = std::filesystem::path(path).parent_path();
  std::error_code ignored;
  while (folder.has_relative_path() && !std::filesystem::is_directory(folder, ignored)) {
    folder = folder.parent_path();
  }
  return folder.empty() ? "." : folder.string();
}

void RefuseUnreadable(TomlTable* table, std::string_view key, const std::string& path,
                      const std::string& why) {
  std::error_code ignored;
  const std::string text = std::filesystem::exists(path, ignored)
                               ? "cannot read " + Quoted(path) + ": " + why
                               : "cannot read the file that " + Quoted(key) + " names: " + why +
                                     " (looked in " + Quoted(ExistingFolder(path)) + ")";
  table->Refuse(key, text);
}

std::optional<Secret> FromPath(TomlTable* table, std::string_view key, const std::string& path,
                               mode_t forbidden) {
  Result<FileContents> contents = ReadFile(path, kMaxKeyBytes);
  if (!contents) {
    RefuseUnreadable(table, key, path, contents.error().message);
    return std::nullopt;
  }
  std::string value = std::move(contents->bytes);
  if ((contents->mode & forbidden) != 0) {
    Wipe(&value);
    table->Refuse(key,
                  "others than its owner may use the key file: chmod 600 " + Sanitise(path, 1024));
    return std::nullopt;
  }
  return Checked(table, key, std::move(value));
}

std::optional<Secret> FromFile(TomlTable* table, const std::string& name, const std::string& file) {
  if (name.empty()) {
    table->Refuse(kFile, "'api_key_file' is empty: name the file that holds the key");
    return std::nullopt;
  }
  return FromPath(table, kFile, ResolvePath(file, name), 077);
}

std::optional<Secret> FromEnvironment(TomlTable* table, const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value != nullptr) return Checked(table, kEnv, value);
  table->Refuse(kEnv, "the environment variable that 'api_key_env' names is not set");
  return std::nullopt;
}

// systemd guards its folder itself and shows an access list as group permissions: no check of the
// mode.
std::optional<Secret> FromCredential(TomlTable* table, const std::string& name) {
  const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
  if (folder == nullptr || *folder == '\0') {
    table->Refuse(kCredential,
                  "'api_key_credential' works only in a unit of systemd that has "
                  "LoadCredential=: $CREDENTIALS_DIRECTORY is not set");
    return std::nullopt;
  }
  if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos) {
    table->Refuse(kCredential, "'api_key_credential' is the name of a credential, without a path");
    return std::nullopt;
  }
  return FromPath(table, kCredential, std::string(folder) + "/" + name, 0);
}

}  // namespace

std::optional<Secret> ReadKey(TomlTable table, const std::string& file) {
  std::string path;
  std::string variable;
  std::string credential;
  const bool has_path = table.Read(kFile, &path);
  const bool has_variable = table.Read(kEnv, &variable);
  const bool has_credential = table.Read(kCredential, &credential);
  const bool in_clear =
      table.Forbid("api_key",
                   "a key never stands in a configuration: put it into a file that only its owner "
                   "may read (chmod 600) and name that with api_key_file");
  std::vector<std::string_view> given;
  for (const std::string_view key : {kFile, kEnv, kCredential}) {
    if (table.Has(key)) given.push_back(key);
  }
  if (given.size() > 1) {
    table.Refuse(given[1], Quoted(given[0]) + " and " + Quoted(given[1]) +
                               " both say where the key is: keep one of them");
    return std::nullopt;
  }
  if (has_path) return FromFile(&table, path, file);
  if (has_variable) return FromEnvironment(&table, variable);
  if (has_credential) return FromCredential(&table, credential);
  if (given.empty() && !in_clear) {
    table.Refuse(
        "the account has no key: write api_key_file = \"FILE\" (or api_key_env, "
        "api_key_credential)");
  }
  return std::nullopt;
}

}  // namespace wa
