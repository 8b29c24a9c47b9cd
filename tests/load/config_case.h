#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "base/text.h"
#include "condition/catalogue.h"
#include "config/config.h"
#include "load/load_conditions.h"
#include "load/load_config.h"

namespace wa {

// Every key of these tests, in a file or in the environment, holds this word; no message may.
inline constexpr char kMark[] = "marked";
inline const std::string kGoodKey = "markedKeyOfTheTests_AK";

inline std::string ReadText(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

inline std::filesystem::path CaseFolder(const std::string& subfolder) {
  return std::filesystem::path(WABA_SOURCE_DIR) / "tests/data/config" / subfolder;
}

// The names of the *.toml files of tests/data/config/SUBFOLDER, without their ending.
inline std::vector<std::string> CaseNames(const std::string& subfolder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(CaseFolder(subfolder))) {
    if (entry.path().extension() == ".toml") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// A folder for one test with what the cases refer to: tests/data/config/files, and keys with the
// modes that git does not keep. Sets WABA_TEST_* and $CREDENTIALS_DIRECTORY. It goes with the test.
class ConfigFolder {
 public:
  ConfigFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "waba-config-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    folder_ = name;
    std::filesystem::copy(CaseFolder("files"), folder_, std::filesystem::copy_options::recursive);
    WriteKeys();
    ::setenv("WABA_TEST_KEY", kGoodKey.c_str(), 1);
    ::setenv("WABA_TEST_EMPTY", "", 1);
    ::unsetenv("WABA_TEST_ABSENT");
    ::setenv("CREDENTIALS_DIRECTORY", Path("credentials").c_str(), 1);
  }
  ConfigFolder(const ConfigFolder&) = delete;
  ConfigFolder& operator=(const ConfigFolder&) = delete;
  ~ConfigFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
    ::unsetenv("CREDENTIALS_DIRECTORY");
  }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }

  std::string Write(const std::string& name, const std::string& text, int mode = 0644) const {
    const std::filesystem::path path = folder_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    std::filesystem::permissions(path, static_cast<std::filesystem::perms>(mode));
    return path.string();
  }

  // The text with this folder's own name as ".", so that it can be compared.
  std::string Comparable(std::string text) const {
    const std::string folder = folder_.string();
    for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder, at)) {
      const bool inside = text.compare(at + folder.size(), 1, "/") == 0;
      text.replace(at, folder.size() + (inside ? 1 : 0), inside ? "" : ".");
    }
    return text;
  }

 private:
  void WriteKeys() const {
    Write("keys/good", kGoodKey, 0600);
    Write("keys/newline", kGoodKey + "\r\n\n", 0400);
    Write("keys/open", kGoodKey, 0644);
    Write("keys/group", kGoodKey, 0640);
    Write("keys/empty", "\n", 0600);
    Write("keys/short", "marked", 0600);
    Write("keys/long", kGoodKey + std::string(600, 'x'), 0600);
    Write("keys/huge", kGoodKey + std::string(5000, 'x'), 0600);
    Write("keys/two-lines", kGoodKey + "\r\nX-Other: " + kGoodKey, 0600);
    Write("keys/odd", "marked key\twith blanks", 0600);
    Write("keys/any-text", "marked!text,\"as\"#somebody{else}chose%it", 0600);
    Write("keys/not-ascii", kGoodKey + "\xC3\xA4", 0600);
    Write("credentials/trial", kGoodKey + "\n", 0440);
  }

  std::filesystem::path folder_;
};

// Two conditions, so that the cases do not depend on the catalogue that ships.
inline const Catalogue& SmallCatalogue() {
  static const std::shared_ptr<const Catalogue> catalogue = [] {
    std::vector<Condition> conditions(2);
    conditions[0].slug = "internal-server-error";
    conditions[1].slug = std::string(kUnknownErrorSlug);
    for (Condition& condition : conditions) condition.graces = {Grace{}};
    return Catalogue::Make(std::move(conditions), {}).value();
  }();
  return *catalogue;
}

inline std::string List(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
  return "[" + text + "]";
}

// The settings but for providers and accounts as "key = value" lines. The bindings name every
// member: a new one does not compile until it stands here (and in config/waba_exporter.toml and a
// case).
inline std::string DumpSettings(const Config& config) {
  const auto& [server, storage, polling, log, providers, conditions, partners, observations_token,
               accounts] = config;
  const auto& [listen, allow_unauthenticated, max_body] = server;
  const auto& [path] = storage;
  const auto& [interval, trouble, rare, timeout, in_flight, max_answer, canaries] = polling;
  const auto& [level] = log;
  std::ostringstream text;
  text << "server.listen = " << List(listen) << "\n"
       << "server.allow_unauthenticated = " << (allow_unauthenticated ? "true" : "false") << "\n"
       << "server.max_body = " << max_body << "\n"
       << "storage.path = " << path << "\n"
       << "polling.interval = " << FormatDuration(interval) << "\n"
       << "polling.trouble_interval = " << FormatDuration(trouble) << "\n"
       << "polling.rare_interval = " << FormatDuration(rare) << "\n"
       << "polling.timeout = " << FormatDuration(timeout) << "\n"
       << "polling.max_in_flight = " << in_flight << "\n"
       << "polling.max_answer = " << max_answer << "\n"
       << "polling.canary_urls = " << List(canaries) << "\n"
       << "log.level = " << level << "\n";
  for (const auto& [slug, change] : conditions) {
    const auto& [grace] = change;
    text << "condition." << slug << ".grace = " << (grace ? FormatDuration(*grace) : "-") << "\n";
  }
  return text.str();
}

// What is demanded; of secrets only whether each is the right one.
inline std::string Dump(const WebhookAuth& auth) {
  const auto& [signature_key, path_secret, header, header_value, verify_token] = auth;
  std::string text;
  const auto add = [&](const std::string& name, const Secret& secret) {
    if (secret.empty()) return;
    text +=
        (text.empty() ? "" : ";") + name + ":" + (secret.Reveal() == kGoodKey ? "right" : "WRONG");
  };
  add("signature_key", signature_key);
  add("path_secret", path_secret);
  add(header, header_value);
  add("verify_token", verify_token);
  return text;
}

inline std::string Dump(const PartnerSettings& partner) {
  const auto& [name, provider, webhook] = partner;
  return "partner." + name + " = " + provider + " webhook={" + Dump(webhook) + "}\n";
}

inline std::string Dump(const ProviderSettings& settings) {
  const auto& [name, kind, base_url, ca_file, requests_per_second] = settings;
  std::ostringstream text;
  text << "provider." << name << " = " << Name(kind) << " " << base_url << " ca_file=" << ca_file
       << " requests_per_second=" << requests_per_second << "\n";
  return text.str();
}

// Of the key only whether it is the right one.
inline std::string Dump(const Account& account) {
  const auto& [name, provider, kind, plan, hosting, phone, phone_number_id, waba_id, channel_id,
               webhook, tags, key] = account;
  std::ostringstream text;
  text << "account." << name << " = " << provider << " (" << Name(kind) << ") plan=" << Name(plan)
       << " hosting=" << hosting << " phone=" << phone << " ids=" << phone_number_id << ","
       << waba_id << "," << channel_id << " webhook={" << Dump(webhook) << "} tags={";
  for (const auto& [tag, value] : tags) text << tag << ":" << value << ";";
  text << "} key=" << (key.Reveal() == kGoodKey ? "right" : "WRONG") << "\n";
  return text.str();
}

inline std::string Dump(const Config& config) {
  std::string text = DumpSettings(config);
  for (const ProviderSettings& provider : config.providers) text += Dump(provider);
  for (const PartnerSettings& partner : config.partners) text += Dump(partner);
  if (!config.observations_token.empty()) {
    const bool right = config.observations_token.Reveal() == kGoodKey;
    text += std::string("observations.token = ") + (right ? "right" : "WRONG") + "\n";
  }
  for (const auto& account : config.accounts) text += Dump(*account);
  return text;
}

inline std::string Dump(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) text += problem.Format() + "\n";
  return text;
}

}  // namespace wa
