#include "load/key_source.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "load/read_file.h"

namespace wa {
namespace {

using Kind = SecretPlace::Kind;
constexpr std::array kPlaces{Kind::kFile, Kind::kEnvironment, Kind::kCredential, Kind::kCommand};

std::string KeyOf(const SecretKeys& keys, Kind kind) {
  return SecretPlace{kind, &keys, {}, {}, {}}.Key();
}

bool IsApiKey(const SecretKeys& keys) { return keys.what == kApiKey.what; }

void ForbidInClear(TomlTable* table, const SecretKeys& keys) {
  table->Forbid(keys.stem, std::string(IsApiKey(keys) ? "a key" : "a secret") +
                               " never stands in a configuration: put it into a file that only "
                               "its owner may read (chmod 600) and name that with " +
                               std::string(keys.stem) + "_file");
}

bool RefuseTwo(TomlTable* table, const SecretKeys& keys) {
  std::vector<std::string> given;
  if (keys.may_be_in_clear && table->Has(keys.stem)) given.emplace_back(keys.stem);
  for (const Kind kind : kPlaces) {
    const std::string key = KeyOf(keys, kind);
    if (table->Has(key)) given.push_back(key);
  }
  if (given.size() < 2) return false;
  const std::string_view what = IsApiKey(keys)         ? "key"
                                : keys.may_be_in_clear ? keys.what
                                                       : "secret";
  table->Refuse(given[1], Quoted(given[0]) + " and " + Quoted(given[1]) + " both say " +
                              (keys.may_be_in_clear ? "what the " : "where the ") +
                              std::string(what) + " is: keep one of them");
  return true;
}

// Fills in the name. False: it is not there, or wrong and said so.
bool ReadName(TomlTable* table, SecretPlace* place) {
  const std::string key = place->Key();
  if (!table->Read(key, &place->name)) return false;
  if (place->kind != Kind::kFile) return true;
  if (place->name.empty()) {
    table->Refuse(key, Quoted(key) + " is empty: name the file that holds the " +
                           (IsApiKey(*place->keys) ? "key" : "secret"));
    return false;
  }
  place->name = ResolvePath(table->FileName(), place->name);
  return true;
}

// A program without a slash is searched in PATH; one beside the configuration keeps its slash.
std::string ProgramOf(const std::string& file, const std::string& word) {
  if (word.find('/') == std::string::npos) return word;
  std::string path = ResolvePath(file, word);
  return path.find('/') == std::string::npos ? "./" + path : path;
}

bool ReadCommand(TomlTable* table, SecretPlace* place) {
  const std::string key = place->Key();
  std::vector<std::string> words;
  if (!table->Read(key, &words)) return false;
  if (words.empty() || words.front().empty()) {
    table->Refuse(key,
                  Quoted(key) + " needs a program, such as [\"pass\", \"show\", \"whatsapp\"]");
    return false;
  }
  place->name = ProgramOf(table->FileName(), words.front());
  place->arguments = std::vector<std::string>(words.begin() + 1, words.end());
  return true;
}

}  // namespace

std::string SecretPlace::Key() const {
  static constexpr std::array<std::string_view, 4> kEndings{"_file", "_env", "_credential",
                                                            "_command"};
  if (keys->stem.empty()) return Path();
  return std::string(keys->stem) + std::string(kEndings[static_cast<std::size_t>(kind)]);
}

std::optional<SecretPlace> ReadSecretPlace(TomlTable table, const SecretKeys& keys) {
  std::optional<SecretPlace> found;
  for (const Kind kind : kPlaces) {
    SecretPlace place{kind, &keys, {}, {}, {}};
    const bool read =
        kind == Kind::kCommand ? ReadCommand(&table, &place) : ReadName(&table, &place);
    if (read) found = std::move(place);
  }
  if (!keys.may_be_in_clear) ForbidInClear(&table, keys);
  if (RefuseTwo(&table, keys)) return std::nullopt;
  return found;
}

std::optional<Secret> ReadSecret(TomlTable table, const SecretKeys& keys, KeyRing* ring) {
  const auto place = ReadSecretPlace(table, keys);
  if (!place) return std::nullopt;
  const HeldSecret& held = ring->Get(*place);
  if (held.value) return *held.value;
  table.Refuse(place->Key(), held.value.error().message);
  return std::nullopt;
}

bool HasSecret(const TomlTable& table, const SecretKeys& keys) {
  return table.Has(std::string(keys.stem)) ||
         std::any_of(kPlaces.begin(), kPlaces.end(),
                     [&](Kind kind) { return table.Has(KeyOf(keys, kind)); });
}

std::string SecretAdvice(const SecretKeys& keys) {
  const std::string stem(keys.stem);
  return stem + "_file = \"FILE\" (or " + stem + "_env, " + stem + "_credential, " + stem +
         "_command)";
}

}  // namespace wa
