#include "load/partner_table.h"

#include <cstdint>
#include <utility>

#include "base/text.h"
#include "load/account_rules.h"
#include "load/checked_values.h"
#include "load/key_source.h"
#include "load/provider_table.h"
#include "load/source_defaults.h"
#include "load/webhook_table.h"

namespace wa {
namespace {

using namespace std::chrono_literals;

// https://docs.360dialog.com/partner/partner-api/intro (read 2026-11).
constexpr std::string_view kPartnerUrl = "https://hub.360dialog.io";
constexpr Duration kShortestInterval = 1min;
constexpr Duration kLongestInterval = 24h;
constexpr std::int64_t kLargestPage = 1000;
constexpr double kLeastRate = 0.01;
constexpr double kMostRate = 100;
constexpr SecretKeys kUsername{"username", "user name", true};
constexpr SecretKeys kPassword{"password", "password", true};

// Reads one [partner.NAME].
class PartnerTable {
 public:
  PartnerTable(std::string name, TomlTable table, Reading* reading)
      : table_(std::move(table)), reading_(*reading) {
    partner_.name = std::move(name);
  }

  PartnerSettings Read() {
    if (!IsName(partner_.name)) table_.Refuse("the name of a partner" + std::string(kNameRule));
    CheckProvider(ReadProviderName(&table_, &partner_.provider, reading_.config.providers));
    ReadWebhook();
    ReadApi();
    ReadCredentials();
    ReadDiscovery();
    return std::move(partner_);
  }

 private:
  void CheckProvider(const ProviderSettings* provider) {
    if (provider == nullptr || provider->kind == ProviderKind::k360dialog ||
        provider->kind == ProviderKind::k360dialogOnprem) {
      return;
    }
    table_.Refuse("provider", "a partner is one of 360dialog, and [provider." + provider->name +
                                  "] is of kind " + std::string(Name(provider->kind)));
  }

  void ReadWebhook() {
    if (const auto webhook = table_.Table("webhook")) {
      partner_.webhook = ReadWebhookAuth(*webhook, reading_.ring);
    } else if (!table_.Has("webhook") && !table_.Has("id")) {
      table_.Refuse("the partner has no webhook: add [partner." + Sanitise(partner_.name, 80) +
                    ".webhook] with signature_key_file = \"FILE\", the platform secret, or 'id' "
                    "and a key to ask its API");
    }
  }

  void ReadApi() {
    if (table_.Read("id", &partner_.id)) {
      const std::string why = WhyNotDialogId("id", partner_.id);
      if (!why.empty()) table_.Refuse("id", why);
    }
    partner_.base_url = kPartnerUrl;
    ReadBaseUrl(&table_, "the API key", &partner_.base_url);
    ReadCaFile(&table_, &partner_.ca_file);
    ReadWithin(&table_, "interval", kShortestInterval, kLongestInterval, &partner_.interval);
    ReadWithin(&table_, "requests_per_second", kLeastRate, "0.01", kMostRate,
               &partner_.requests_per_second);
    std::int64_t size = 0;
    if (!table_.Read("page_size", &size)) return;
    if (size < 1 || size > kLargestPage) {
      table_.Refuse("page_size", "'page_size' must be from 1 to 1000");
    } else {
      partner_.page_size = static_cast<std::size_t>(size);
    }
  }

  void ReadInto(const SecretKeys& keys, Secret* secret) {
    if (auto read = ReadSecret(table_, keys, reading_.ring)) *secret = std::move(*read);
  }

  void ReadCredentials() {
    ReadInto(kApiKey, &partner_.api_key);
    ReadInto(kUsername, &partner_.username);
    ReadInto(kPassword, &partner_.password);
    for (const SecretKeys* keys : {&kApiKey, &kPassword}) {
      const auto place = ReadSecretPlace(table_, *keys);
      if (place) reading_.key_places["partner/" + partner_.name] = reading_.ring->Keep(*place);
    }
    const bool key = HasSecret(table_, kApiKey);
    const bool user = HasSecret(table_, kUsername);
    const bool password = HasSecret(table_, kPassword);
    if (!table_.Has("id")) {
      if (key || user || password) {
        table_.Refuse("key 'id' is missing: the partner's id in the Partner Hub, which ends in PA");
      }
    } else if (key && (user || password)) {
      table_.Refuse("an API key and a login are both there: keep the key, or the login");
    } else if (!key && !(user && password)) {
      table_.Refuse("the partner has no credential: write " + SecretAdvice(kApiKey) +
                    ", or both username_file and password_file");
    }
  }

  void ReadDiscovery() {
    table_.Read("discover", &partner_.discover);
    SourceDefaults defaults;
    defaults.provider = partner_.provider;
    defaults.keys = ReadFolder(&table_, "keys", reading_.files);
    table_.Read("plan", &defaults.plan);
    ReadTags(&table_, &defaults.tags);
    if (partner_.discover) {
      if (!table_.Has("id")) {
        table_.Refuse("discover", "'discover' needs 'id', so that the API can be asked");
      }
      reading_.config.partner_sources[partner_.name] = std::move(defaults);
      return;
    }
    for (const char* key : {"keys", "plan", "tags"}) {
      if (table_.Has(key)) table_.Refuse(key, Quoted(key) + " is for discover = true");
    }
  }

  TomlTable table_;
  Reading& reading_;
  PartnerSettings partner_;
};

}  // namespace

void ReadPartners(TomlTable root, Reading* reading) {
  for (const auto& [name, table] : root.NamedTables("partner")) {
    // toml++ keeps tables by name
    reading->config.partners.push_back(PartnerTable(name, table, reading).Read());
  }
}

}  // namespace wa
