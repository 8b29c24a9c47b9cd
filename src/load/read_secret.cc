#include "load/read_secret.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "base/text.h"
#include "load/problem.h"
#include "load/secret_command.h"

namespace wa {
namespace {

constexpr std::size_t kMaxKeyBytes = 4096;
// Even 16 hexadecimal digits take a million guesses a second for 300,000 years.
constexpr std::size_t kUnguessable = 16;
constexpr Duration kCommandTimeout = std::chrono::seconds(10);

// Editors and `echo` end a file with a new line.
void DropTrailingSpace(std::string* text) { text->erase(text->find_last_not_of(" \t\r\n") + 1); }

tl::unexpected<Error> Refusal(std::string message) {
  return Fail(ErrorCode::kConfig, std::move(message));
}

std::string_view WhyNotText(std::string_view value) {
  const bool clean =
      std::all_of(value.begin(), value.end(), [](char c) { return c > ' ' && c <= '~'; });
  // What a token may not hold is allowed here; for the length one rule is for all.
  if (clean) return WhyNotACredential(std::string(value.size(), 'x'));
  return "it holds a character that is no printable ASCII";
}

std::string_view WhyNotUsable(const SecretKeys& keys, std::string_view value) {
  const std::string_view why = keys.any_text ? WhyNotText(value) : WhyNotACredential(value);
  if (!why.empty() || !keys.is_guessed_at || value.size() >= kUnguessable) return why;
  return "it is shorter than 16 characters, and may be guessed as often as anybody likes";
}

Result<Secret> Checked(const SecretPlace& place, std::string value) {
  DropTrailingSpace(&value);
  const std::string_view why = WhyNotUsable(*place.keys, value);
  Result<Secret> secret;
  if (why.empty()) {
    secret = Secret(value);
  } else {
    secret = Refusal("what " + Quoted(place.Key()) + " leads to is no " + place.What() + ": " +
                     std::string(why));
  }
  WipeText(&value);
  return secret;
}

std::string_view Short(const SecretPlace& place) {
  return place.keys->what == kApiKey.what ? "key" : "secret";
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

std::string WhyUnreadable(const SecretPlace& place, const std::string& path,
                          const std::string& why) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored)
             ? "cannot read " + Quoted(path) + ": " + why
             : "cannot read the file that " + Quoted(place.Key()) + " names: " + why +
                   " (looked in " + Quoted(ExistingFolder(path)) + ")";
}

FoundSecret FromPath(const SecretPlace& place, const std::string& path, bool is_guarded) {
  Result<FileContents> contents = ReadFile(path, kMaxKeyBytes);
  if (!contents) {
    return {Refusal(WhyUnreadable(place, path, contents.error().message)), StampOf(path)};
  }
  std::string value = std::move(contents->bytes);
  std::string why =
      is_guarded ? "" : WhyNotPrivate(std::string(Short(place)) + " file", path, contents->access);
  if (why.empty()) return {Checked(place, std::move(value)), contents->stamp};
  WipeText(&value);
  return {Refusal(std::move(why)), contents->stamp};
}

Result<Secret> FromEnvironment(const SecretPlace& place) {
  const char* value = std::getenv(place.name.c_str());
  if (value != nullptr) return Checked(place, value);
  return Refusal("the environment variable that " + Quoted(place.Key()) + " names is not set");
}

// Who makes the folder guards it; systemd shows an access list as group permissions: no check of
// the mode.
FoundSecret FromCredential(const SecretPlace& place) {
  const std::string& name = place.name;
  if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos) {
    return {Refusal(Quoted(place.Key()) + " is the name of a credential, without a path"), {}};
  }
  if (const auto path = FileOf(place)) return FromPath(place, *path, true);
  return {
      Refusal(Quoted(place.Key()) +
              " is a file in $CREDENTIALS_DIRECTORY, which is not set: a unit of systemd has it "
              "by LoadCredential=; under Kubernetes or Vault's agent set it to the folder where "
              "the secrets are"),
      {}};
}

Result<Secret> FromCommand(const SecretPlace& place) {
  const Result<Secret> line =
      FirstLineOf(place.name, *place.arguments, kCommandTimeout, kMaxKeyBytes);
  if (line) return Checked(place, std::string(line->Reveal()));
  return Refusal("the program of " + Quoted(place.Key()) + ": " + line.error().message);
}

}  // namespace

FoundSecret ReadPlace(const SecretPlace& place) {
  switch (place.kind) {
    case SecretPlace::Kind::kFile:
      return FromPath(place, place.Path(), false);
    case SecretPlace::Kind::kEnvironment:
      return {FromEnvironment(place), {}};
    case SecretPlace::Kind::kCredential:
      return FromCredential(place);
    case SecretPlace::Kind::kCommand:
      return {FromCommand(place), {}};
  }
  return {Refusal("no place"), {}};
}

std::optional<std::string> FileOf(const SecretPlace& place) {
  if (place.kind == SecretPlace::Kind::kFile) return place.Path();
  if (place.kind != SecretPlace::Kind::kCredential) return std::nullopt;
  const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
  if (folder == nullptr || *folder == '\0') return std::nullopt;
  return std::string(folder) + "/" + place.name;
}

}  // namespace wa
