#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/common.h"
#include "base/enum_names.h"
#include "base/log_level.h"
#include "model/account.h"
#include "model/discovery.h"
#include "model/maintenance.h"

namespace wa {

// Every setting, with its default and unit; config/waba_exporter.toml shows the same (a test
// compares). Plain values: how they are read is load/'s business.

// Who must show a certificate that is signed by an authority of [server.tls] client_ca_file.
enum class ClientAuth {
  kRequired,  // everybody, before a word is said
  kOptional,  // who shows one needs no password
};
template <>
struct EnumNames<ClientAuth> {
  static constexpr std::array table{
      std::pair{ClientAuth::kRequired, std::string_view("required")},
      std::pair{ClientAuth::kOptional, std::string_view("optional")},
  };
};

enum class TlsVersion { k12, k13 };
template <>
struct EnumNames<TlsVersion> {
  static constexpr std::array table{
      std::pair{TlsVersion::k12, std::string_view("1.2")},
      std::pair{TlsVersion::k13, std::string_view("1.3")},
  };
};

// [server.tls]. Files are resolved; they are read anew when they change.
struct TlsConfig {
  std::string cert_file;       // PEM: ours first, then those that signed it. Empty: no TLS
  std::string key_file;        // PEM
  std::string client_ca_file;  // PEM; empty: clients show no certificates
  ClientAuth client_auth = ClientAuth::kRequired;
  TlsVersion min_version = TlsVersion::k12;

  bool IsOn() const { return !cert_file.empty(); }
  bool AsksClients() const { return !client_ca_file.empty(); }
  friend bool operator==(const TlsConfig&, const TlsConfig&) = default;
};

struct ServerConfig {
  // Addresses to listen on, "HOST:PORT", IPv6 as "[::1]:10360". Beyond loopback only if clients
  // prove who they are, or with `allow_unauthenticated`.
  std::vector<std::string> listen = {"127.0.0.1:10360"};
  bool allow_unauthenticated = false;
  // Names that clients may send to, besides IP addresses and localhost. Empty: any if clients prove
  // who they are or come from other machines, else none.
  std::vector<std::string> hosts;
  TlsConfig tls;
  // Who may log in: name and bcrypt hash of the password, of [server.basic_auth]. Empty: nobody has
  // to.
  std::map<std::string, Secret> users;
  // Bodies of webhooks and observations that are longer (bytes) are refused. Meta's have up to 3
  // MB.
  std::size_t max_body = 4 << 20;

  // Whether all clients prove who they are.
  bool IsLocked() const {
    return !users.empty() || (tls.AsksClients() && tls.client_auth == ClientAuth::kRequired);
  }
  friend bool operator==(const ServerConfig&, const ServerConfig&) = default;
};

struct StorageConfig {
  // The SQLite file. Relative to the folder of the configuration file.
  std::string path = "waba_exporter.db";
  // How long recorded answers are kept, for `replay`; 0: none is recorded.
  Duration answers_retention = std::chrono::hours(24 * 7);
  // How large the file may become (bytes): beyond it the oldest answers go, and then the oldest
  // incidents that are over.
  std::size_t max_size = std::size_t{1} << 30;

  friend bool operator==(const StorageConfig&, const StorageConfig&) = default;
};

struct PollingConfig {
  // Between two polls of a healthy account. Lower: faster news, more of the provider's limits
  // spent.
  Duration interval = std::chrono::seconds(60);
  // The same while something is wrong.
  Duration trouble_interval = std::chrono::seconds(15);
  // The same where asking again cannot mend it (invalid key, blocked path), after one retry.
  Duration rare_interval = std::chrono::hours(1);
  // From the start of a request to the last byte of its answer; at most `interval`.
  Duration timeout = std::chrono::seconds(10);
  // Requests under way at once, over all providers.
  std::size_t max_in_flight = 100;
  // Answers longer than this (bytes) are cut off and count as too large.
  std::size_t max_answer = 1 << 20;
  // Between two questions for the webhook's address, and for the templates; 0: never asked.
  Duration webhook_interval = std::chrono::hours(1);
  Duration templates_interval = std::chrono::hours(6);
  // Independent hosts that say whether our own way to the network works, asked only when a provider
  // is silent. Without one, silence is `unknown` and never evidence against an account.
  std::vector<std::string> canary_urls;

  friend bool operator==(const PollingConfig&, const PollingConfig&) = default;
};

// Overrides of the catalogue, for one installation: [condition.SLUG].
struct ConditionOverride {
  std::optional<Duration> grace;

  friend bool operator==(const ConditionOverride&, const ConditionOverride&) = default;
};

using ConditionOverrides = std::map<std::string, ConditionOverride>;  // by slug

struct LogConfig {
  LogLevel level = LogLevel::kInfo;       // lines below it are dropped
  LogFormat format = LogFormat::kLogfmt;  // of the lines on stderr

  friend bool operator==(const LogConfig&, const LogConfig&) = default;
};

// How phone numbers stand in tickets; everywhere else they are masked.
enum class PhoneNumbers { kMasked, kFull };
template <>
struct EnumNames<PhoneNumbers> {
  static constexpr std::array table{
      std::pair{PhoneNumbers::kMasked, std::string_view("masked")},
      std::pair{PhoneNumbers::kFull, std::string_view("full")},
  };
};

// `mode` of [metrics]: a MetricsMode, or which one the number of accounts decides.
enum class MetricsChoice { kAuto, kFull, kCompact, kAggregate };
template <>
struct EnumNames<MetricsChoice> {
  static constexpr std::array table{
      std::pair{MetricsChoice::kAuto, std::string_view("auto")},
      std::pair{MetricsChoice::kFull, std::string_view("full")},
      std::pair{MetricsChoice::kCompact, std::string_view("compact")},
      std::pair{MetricsChoice::kAggregate, std::string_view("aggregate")},
  };
};

// How much /metrics says of each account (config/metrics_mode.h).
struct MetricsConfig {
  MetricsChoice mode = MetricsChoice::kAuto;
  // Accounts of this process up to which auto is full, and compact; beyond, it is aggregate.
  std::size_t full_up_to = 2'000;
  std::size_t compact_up_to = 50'000;  // at least full_up_to

  friend bool operator==(const MetricsConfig&, const MetricsConfig&) = default;
};

struct PrivacyConfig {
  PhoneNumbers phone_numbers = PhoneNumbers::kMasked;

  bool ShowsFullNumbers() const { return phone_numbers == PhoneNumbers::kFull; }
  friend bool operator==(const PrivacyConfig&, const PrivacyConfig&) = default;
};

// What accounts of a source have in common: its defaults.
struct SourceDefaults {
  std::string provider;
  Plan plan = Plan::kUnknown;
  Common<std::string>
      keys;  // folder with one key file per account: NAME, or the channel's id; resolved
  Common<std::map<std::string, std::string>> tags;

  friend bool operator==(const SourceDefaults&, const SourceDefaults&) = default;
};

// All numbers of a business account (Meta): [[accounts.waba]].
struct WabaSource {
  std::string name;  // "waba/" and this is the source's name
  std::string waba_id;
  Secret token;  // also the credential of its accounts
  Duration interval = std::chrono::minutes(15);
  SourceDefaults defaults;

  friend bool operator==(const WabaSource&, const WabaSource&) = default;
};

// An address that answers in the form of Prometheus' HTTP service discovery: [[accounts.http_sd]].
struct HttpSource {
  std::string name;
  std::string url;
  std::string ca_file;
  Secret token;  // sent as "Authorization: Bearer ..."; empty: none
  Duration interval = std::chrono::seconds(60);
  SourceDefaults defaults;

  friend bool operator==(const HttpSource&, const HttpSource&) = default;
};

// This process watches the accounts whose shard (rendezvous hash of the name) is `index` of
// `count`.
struct Shard {
  unsigned index = 0;
  unsigned count = 1;

  friend bool operator==(const Shard&, const Shard&) = default;
};

// /webhook/partner/NAME is a partner's: no account has this name.
inline constexpr std::string_view kPartnerFolder = "partner";

struct Config {
  // Reload by itself when a file of the configuration changes: the table [config].
  bool watch = false;
  ServerConfig server;
  StorageConfig storage;
  PollingConfig polling;
  MetricsConfig metrics;
  LogConfig log;
  PrivacyConfig privacy;
  std::vector<ProviderSettings> providers;  // by name
  ConditionOverrides conditions;
  std::vector<PartnerSettings> partners;  // by name
  Secret observations_token;  // of [observations]; empty: POST /api/v1/observations is closed
  // Of [cases]: to write down cases and maintenance. Empty: that of [observations] is for it.
  Secret cases_token;
  Secret reload_token;  // of [reload]; empty: whoever may read may have it reloaded
  std::vector<Maintenance> maintenance;                   // of the tables [[maintenance]]
  std::vector<WabaSource> waba_sources;                   // by name
  std::vector<HttpSource> http_sources;                   // by name
  std::map<std::string, SourceDefaults> partner_sources;  // of partners that discover, by name
  Shard shard;
  // Every source of accounts has told its own; else some may still be missing.
  bool is_complete = true;
  // What sources named in an earlier run, by source: what came and went since is told against it.
  // Null: nobody remembers.
  std::shared_ptr<const std::map<std::string, Discovered>> remembered;
  // By name, keys loaded; those of all sources, and of this shard only. One that did not change
  // since the last reading is the same object.
  AccountsByName accounts;

  // Empty: cases and maintenance can only be read.
  const Secret& TokenOfCases() const {
    return cases_token.empty() ? observations_token : cases_token;
  }

  // Accounts are equal if they are the same objects.
  friend bool operator==(const Config&, const Config&) = default;
};

}  // namespace wa
