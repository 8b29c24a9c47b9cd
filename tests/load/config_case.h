#pragma once

#include <gtest/gtest.h>
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
#include "model/maintenance_form.h"

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

// A certificate that signs itself, its key, and the key of another: made once, by the real tool.
struct TestTls {
  std::string certificate;
  std::string key;
  std::string other_key;
};
inline const TestTls& MadeTls() {
  static const TestTls made = [] {
    std::string folder = (std::filesystem::temp_directory_path() / "waba-tls-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) std::abort();
    const auto make = [&](const std::string& name) {
      const std::string command =
          "cd " + folder +
          " && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
          "-subj /CN=localhost -keyout " +
          name + ".key -out " + name + ".pem 2>/dev/null";
      if (std::system(command.c_str()) != 0) std::abort();
    };
    make("one");
    make("other");
    const std::filesystem::path path = folder;
    TestTls tls{ReadText(path / "one.pem"), ReadText(path / "one.key"),
                ReadText(path / "other.key")};
    std::filesystem::remove_all(path);
    return tls;
  }();
  return made;
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
    Write("keys/webhook-url", "https://hooks.example.com/" + kGoodKey + "/{account}\n", 0600);
    Write("keys/newline", kGoodKey + "\r\n\n", 0400);
    Write("keys/open", kGoodKey, 0644);
    Write("keys/group", kGoodKey, 0640);
    Write("keys/empty", "\n", 0600);
    Write("keys/short", "marked", 0600);
    Write("keys/fifteen", "markedGuessable", 0600);
    Write("keys/long", kGoodKey + std::string(600, 'x'), 0600);
    Write("keys/huge", kGoodKey + std::string(5000, 'x'), 0600);
    Write("keys/two-lines", kGoodKey + "\r\nX-Other: " + kGoodKey, 0600);
    Write("keys/odd", "marked key\twith blanks", 0600);
    Write("keys/any-text", "marked!text,\"as\"#somebody{else}chose%it", 0600);
    Write("keys/not-ascii", kGoodKey + "\xC3\xA4", 0600);
    Write("credentials/trial", kGoodKey + "\n", 0440);
    Write("keys.d/shop-1", kGoodKey, 0600);
    Write("keys.d/shop-2", kGoodKey, 0600);
    Write("keys.d/AbCdCH", kGoodKey, 0600);
    Write("keys.d/.hidden", "", 0600);
    Write("odd.d/backup~", kGoodKey, 0600);
    Write("odd.d/open", kGoodKey, 0644);
    Write("odd.d/partner", kGoodKey, 0600);
    Write("tls/cert.pem", MadeTls().certificate);
    Write("tls/key.pem", MadeTls().key, 0600);
    Write("tls/open.pem", MadeTls().key);
    Write("tls/other.pem", MadeTls().other_key, 0600);
    Write("bin/print-key", "#!/bin/sh\necho " + kGoodKey + "\necho more\n", 0755);
    Write("bin/fail", "#!/bin/sh\necho " + kGoodKey + "\necho marked >&2\nexit 3\n", 0755);
    Write("bin/killed", "#!/bin/sh\nkill -9 $$\n", 0755);
  }

  std::filesystem::path folder_;
};

// Compares with a file. With WABA_UPDATE_GOLDEN set it writes the file instead, and fails, so that
// nobody takes that for a test.
inline void ExpectText(const std::string& actual, const std::filesystem::path& path) {
  if (std::getenv("WABA_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << actual;
    ADD_FAILURE() << "wrote " << path << ": look at the difference";
    return;
  }
  EXPECT_EQ(actual, ReadText(path));
}

// Two conditions, so that the cases do not depend on the catalogue that ships.
inline const std::shared_ptr<const Catalogue>& SharedCatalogue() {
  static const std::shared_ptr<const Catalogue> catalogue = [] {
    std::vector<Condition> conditions(2);
    conditions[0].slug = "internal-server-error";
    conditions[1].slug = std::string(kUnknownErrorSlug);
    for (Condition& condition : conditions) condition.graces = {Grace{}};
    return Catalogue::Make(std::move(conditions), {}).value();
  }();
  return catalogue;
}
inline const Catalogue& SmallCatalogue() { return *SharedCatalogue(); }

inline std::string List(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
  return "[" + text + "]";
}

// The settings but for providers and accounts as "key = value" lines. The bindings name every
// member: a new one does not compile until it stands here (and in config/waba_exporter.toml and a
// case).
inline std::string DumpSettings(const Config& config) {
  const auto& [watch, server, storage, polling, metrics, log, privacy, providers, conditions,
               partners, observations_token, cases_token, reload_token, maintenance, waba_sources,
               http_sources, partner_sources, shard, is_complete, remembered, accounts] = config;
  const auto& [listen, allow_unauthenticated, hosts, tls, users, max_body] = server;
  const auto& [path, answers_retention, max_size] = storage;
  const auto& [interval, trouble, rare, timeout, in_flight, max_answer, webhook, templates,
               canaries] = polling;
  const auto& [mode, full_up_to, compact_up_to] = metrics;
  const auto& [level, format] = log;
  const auto& [phone_numbers] = privacy;
  std::ostringstream text;
  text << "config.watch = " << (watch ? "true" : "false") << "\n"
       << "server.listen = " << List(listen) << "\n"
       << "server.allow_unauthenticated = " << (allow_unauthenticated ? "true" : "false") << "\n"
       << "server.hosts = " << List(hosts) << "\n"
       << "server.max_body = " << max_body << "\n"
       << "storage.path = " << path << "\n"
       << "storage.answers_retention = " << FormatDuration(answers_retention) << "\n"
       << "storage.max_size = " << max_size << "\n"
       << "polling.interval = " << FormatDuration(interval) << "\n"
       << "polling.trouble_interval = " << FormatDuration(trouble) << "\n"
       << "polling.rare_interval = " << FormatDuration(rare) << "\n"
       << "polling.timeout = " << FormatDuration(timeout) << "\n"
       << "polling.max_in_flight = " << in_flight << "\n"
       << "polling.max_answer = " << max_answer << "\n"
       << "polling.webhook_interval = " << FormatDuration(webhook) << "\n"
       << "polling.templates_interval = " << FormatDuration(templates) << "\n"
       << "polling.canary_urls = " << List(canaries) << "\n"
       << "metrics.mode = " << Name(mode) << "\n"
       << "metrics.full_up_to = " << full_up_to << "\n"
       << "metrics.compact_up_to = " << compact_up_to << "\n"
       << "log.level = " << Name(level) << "\n"
       << "log.format = " << Name(format) << "\n"
       << "privacy.phone_numbers = " << Name(phone_numbers) << "\n";
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

// Of a secret only whether it is the right one.
inline std::string Right(const Secret& secret) {
  return secret.empty() ? "-" : secret.Reveal() == kGoodKey ? "right" : "WRONG";
}

inline std::string Dump(const std::map<std::string, std::string>& tags) {
  std::string text;
  for (const auto& [tag, value] : tags) text += tag + ":" + value + ";";
  return "{" + text + "}";
}

inline std::string Dump(const PartnerSettings& partner) {
  const auto& [name, provider, webhook, id, base_url, ca_file, api_key, username, password,
               interval, page_size, requests_per_second, discover] = partner;
  std::ostringstream text;
  text << "partner." << name << " = " << provider << " webhook={" << Dump(webhook) << "}";
  if (!id.empty()) {
    text << " id=" << id << " " << base_url << " ca_file=" << ca_file << " key=" << Right(api_key)
         << " login=" << Right(username) << "," << Right(password)
         << " interval=" << FormatDuration(interval) << " page_size=" << page_size
         << " requests_per_second=" << requests_per_second << (discover ? " discovers" : "");
  }
  return text.str() + "\n";
}

// Of a secret that is no key only how long it is.
inline std::string Hidden(const Secret& secret) {
  return std::to_string(secret.Reveal().size()) + " characters";
}

inline std::vector<std::string> DefaultFields(ProviderKind kind) {
  return kind == ProviderKind::k360dialog ? ProviderSettings().health_fields
                                          : std::vector<std::string>();
}

inline std::string Dump(const ProviderSettings& settings) {
  const auto& [name, kind, base_url, ca_file, requests_per_second, credential_requests_per_hour,
               waba_requests_per_hour, api_version, app_secret, webhook_url, secret_webhook_url,
               status_page, health_fields] = settings;
  std::ostringstream text;
  text << "provider." << name << " = " << Name(kind) << " " << base_url << " ca_file=" << ca_file
       << " requests_per_second=" << requests_per_second
       << " per_hour=" << credential_requests_per_hour << "," << waba_requests_per_hour
       << " api_version=" << api_version << " app_secret=" << Right(app_secret)
       << " webhook_url=" << webhook_url << " status_page=" << status_page;
  if (!secret_webhook_url.empty()) text << " secret_webhook_url=" << Hidden(secret_webhook_url);
  if (health_fields != DefaultFields(kind)) text << " health_fields=" << List(health_fields);
  return text.str() + "\n";
}

inline std::string Dump(const SourceDefaults& defaults) {
  const auto& [provider, plan, keys, tags] = defaults;
  return "provider=" + provider + " plan=" + std::string(Name(plan)) + " keys=" + *keys +
         " tags=" + Dump(tags) + "\n";
}

inline std::string Dump(const WabaSource& source) {
  const auto& [name, waba_id, token, interval, defaults] = source;
  return "waba/" + name + " = " + waba_id + " token=" + Right(token) +
         " interval=" + FormatDuration(interval) + " " + Dump(defaults);
}

inline std::string Dump(const HttpSource& source) {
  const auto& [name, url, ca_file, token, interval, defaults] = source;
  return "http_sd/" + name + " = " + url + " ca_file=" + ca_file + " token=" + Right(token) +
         " interval=" + FormatDuration(interval) + " " + Dump(defaults);
}

// The moment of the key differs from run to run: only whether there is one.
inline std::string Dump(const Account& account) {
  const auto& [name, provider, kind, plan, phone, phone_number_id, waba_id, channel_id, webhook,
               tags, key, key_since, partner, source, source_line, subject] = account;
  std::ostringstream text;
  text << "account." << name << " = " << provider << " (" << Name(kind) << ") plan=" << Name(plan)
       << " hosting=" << HostingOf(kind) << " phone=" << phone << " ids=" << phone_number_id << ","
       << waba_id << "," << channel_id << " webhook={" << Dump(webhook) << "} tags=" << Dump(tags)
       << " key=" << Right(key) << (key_since ? "" : " SINCE NEVER") << " partner=" << partner
       << " source=" << account.Source() << (subject == SubjectKind::kAccount ? "" : " SUBJECT")
       << "\n";
  return text.str();
}

inline std::string Dump(const Maintenance& maintenance) {
  const MaintenanceForm form = FormOf(maintenance);
  std::string text = "maintenance = " + form.reason + " accounts=" + List(form.accounts) +
                     " providers=" + List(form.providers) + " tags={";
  for (const auto& [name, value] : form.tags) text += name + ":" + value + ";";
  return text + "} " + form.from + " to " + form.to + " weekdays=" + List(form.weekdays) +
         " zone=" + form.time_zone + " until=" + form.until +
         (maintenance.is_configured ? "" : " NOT CONFIGURED") + "\n";
}

// Files without their folder, and of a hash only its cost: what is asked is which it is.
inline std::string DumpDoor(const ServerConfig& server) {
  const auto& [cert_file, key_file, client_ca_file, client_auth, min_version] = server.tls;
  const auto name = [](const std::string& path) {
    return std::filesystem::path(path).filename().string();
  };
  std::string text;
  if (server.tls.IsOn()) {
    text += "server.tls = " + name(cert_file) + " " + name(key_file) +
            " ca=" + name(client_ca_file) + " clients=" + std::string(Name(client_auth)) +
            " from=" + std::string(Name(min_version)) + "\n";
  }
  for (const auto& [user, hash] : server.users) {
    text += "server.basic_auth." + user + " = " + std::string(hash.Reveal().substr(0, 7)) + "\n";
  }
  return text;
}

inline std::string Dump(const Config& config) {
  std::string text = DumpSettings(config);
  for (const ProviderSettings& provider : config.providers) text += Dump(provider);
  for (const PartnerSettings& partner : config.partners) text += Dump(partner);
  for (const auto& [partner, defaults] : config.partner_sources) {
    text += "partner/" + partner + " = " + Dump(defaults);
  }
  for (const WabaSource& source : config.waba_sources) text += Dump(source);
  for (const HttpSource& source : config.http_sources) text += Dump(source);
  for (const auto& [table, token] :
       {std::pair{"observations", &config.observations_token},
        std::pair{"cases", &config.cases_token}, std::pair{"reload", &config.reload_token}}) {
    if (!token->empty()) text += std::string(table) + ".token = " + Right(*token) + "\n";
  }
  text += DumpDoor(config.server);
  for (const Maintenance& maintenance : config.maintenance) text += Dump(maintenance);
  for (const auto& account : config.accounts) text += Dump(*account);
  return text;
}

inline std::string Dump(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) text += problem.Format() + "\n";
  return text;
}

}  // namespace wa
