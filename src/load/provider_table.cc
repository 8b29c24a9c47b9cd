#include "load/provider_table.h"

#include <algorithm>

#include "base/text.h"
#include "load/checked_values.h"
#include "load/key_source.h"

namespace wa {
namespace {

constexpr double kMostRequestsPerSecond = 10'000;
constexpr double kMostRequestsPerHour = 1'000'000;
constexpr SecretKeys kAppSecret{"app_secret", "app secret"};
constexpr SecretKeys kWebhookUrl{"webhook_url", "webhook address", true, true};

std::string_view DefaultUrl(ProviderKind kind) {
  switch (kind) {
    // https://docs.360dialog.com/docs/waba-basics/the-basics-overview (read 2026-11).
    case ProviderKind::k360dialog:
      return "https://waba-v2.360dialog.io";
    case ProviderKind::k360dialogOnprem:
      return "https://waba.360dialog.io";
    // https://github.com/facebook/openapi, business-messaging-api_v23.0.yaml.
    case ProviderKind::kMeta:
      return "https://graph.facebook.com";
    case ProviderKind::kOnprem:
      break;  // everybody runs it at home
  }
  return {};
}

// The newest Graph API, https://developers.facebook.com/docs/graph-api/changelog (July 29, 2026).
constexpr std::string_view kGraphVersion = "v26.0";

// Half of what is documented: Meta allows 200 management calls per hour, app and WABA while no
// number of it is registered
// (https://dualhook.com/docs/capacity-quality-limits, read 2026-11). For the others no limit of a
// credential is documented that polling could reach.
constexpr double kMetaRequestsPerWabaAndHour = 100;

void ReadBase(TomlTable* table, ProviderSettings* provider, bool has_kind) {
  provider->base_url = DefaultUrl(provider->kind);
  if (ReadBaseUrl(table, "the API key", &provider->base_url)) return;
  if (has_kind && provider->base_url.empty() && !table->Has("base_url")) {
    table->Refuse("key 'base_url' is missing: kind " + std::string(Name(provider->kind)) +
                  " runs at an address of your own");
  }
}

void ReadBudgets(TomlTable* table, ProviderSettings* provider) {
  constexpr std::string_view kNone = "0 (no budget of its own)";
  ReadWithin(table, "requests_per_second", 0, "0 (as many as the accounts need)",
             kMostRequestsPerSecond, &provider->requests_per_second);
  ReadWithin(table, "credential_requests_per_hour", 0, kNone, kMostRequestsPerHour,
             &provider->credential_requests_per_hour);
  if (provider->kind == ProviderKind::kMeta) {
    provider->waba_requests_per_hour = kMetaRequestsPerWabaAndHour;
  }
  ReadWithin(table, "waba_requests_per_hour", 0, kNone, kMostRequestsPerHour,
             &provider->waba_requests_per_hour);
}

bool IsGraphVersion(std::string_view text) {
  const std::size_t dot = text.find('.');
  const auto is_number = [](std::string_view digits) {
    return !digits.empty() && digits.size() <= 3 &&
           digits.find_first_not_of("0123456789") == std::string_view::npos;
  };
  return !text.empty() && text.front() == 'v' && dot != std::string_view::npos &&
         is_number(text.substr(1, dot - 1)) && is_number(text.substr(dot + 1));
}

void ReadGraph(TomlTable* table, ProviderSettings* provider, KeyRing* ring) {
  const bool is_meta = provider->kind == ProviderKind::kMeta;
  if (is_meta) provider->api_version = kGraphVersion;
  if (table->Read("api_version", &provider->api_version) &&
      !IsGraphVersion(provider->api_version)) {
    table->Refuse("api_version", "'api_version' must be a version of the Graph API, such as \"" +
                                     std::string(kGraphVersion) + "\"");
  }
  if (auto secret = ReadSecret(*table, kAppSecret, ring)) provider->app_secret = *secret;
  if (is_meta) return;
  if (table->Has("api_version")) {
    table->Refuse("api_version", "only a provider of kind meta has an 'api_version'");
  }
  if (HasSecret(*table, kAppSecret)) {
    table->Refuse("only a provider of kind meta has an app secret: leave app_secret_* out");
  }
}

// An address that we compare with, and never ask; it may be a secret. Empty if it is right.
std::string WhyNoWebhookUrl(std::string_view pattern) {
  constexpr std::string_view kAccount = "{account}";
  std::string example(pattern);
  const std::size_t at = example.find(kAccount);
  if (at != std::string::npos) example.replace(at, kAccount.size(), "account");
  const Result<Url> url = ParseUrl(example);
  if (!url) return ": " + url.error().message;
  if (url->has_userinfo) return " must not hold a user or password: leave them out";
  if (example.find_first_of("{}") == std::string::npos) return "";
  return " may hold {account} once, which stands for the account's name, and no other '{' or '}'";
}

void ReadWebhookUrl(TomlTable* table, ProviderSettings* provider, KeyRing* ring) {
  const auto place = ReadSecretPlace(*table, kWebhookUrl);
  if (table->Read("webhook_url", &provider->webhook_url) && !provider->webhook_url.empty()) {
    const std::string why = WhyNoWebhookUrl(provider->webhook_url);
    if (!why.empty()) table->Refuse("webhook_url", "'webhook_url'" + why);
  }
  if (!place) return;
  const Result<Secret>& url = ring->Get(*place).value;
  if (!url) return table->Refuse(place->Key(), url.error().message);
  const std::string why = WhyNoWebhookUrl(url->Reveal());
  if (!why.empty()) table->Refuse(place->Key(), "what " + Quoted(place->Key()) + " leads to" + why);
  provider->secret_webhook_url = *url;
}

bool IsFieldName(std::string_view text) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789_";
  return !text.empty() && text.size() <= 64 && text.find_first_not_of(kAllowed) == text.npos;
}

void ReadHealthFields(TomlTable* table, ProviderSettings* provider) {
  const bool is_asked_so = provider->kind == ProviderKind::k360dialog;
  if (!is_asked_so) provider->health_fields.clear();
  if (!table->Read("health_fields", &provider->health_fields)) return;
  if (!is_asked_so) {
    table->Refuse("health_fields", "only a provider of kind 360dialog has 'health_fields'");
  }
  for (std::size_t i = 0; i < provider->health_fields.size(); ++i) {
    if (IsFieldName(provider->health_fields[i])) continue;
    table->RefuseItem("health_fields", i,
                      "the name of a field is lower-case letters, digits and '_'");
  }
}

void ReadStatusPage(TomlTable* table, ProviderSettings* provider) {
  std::string text;
  if (table->Read("status_page", &text) && text.empty()) return;
  if (ReadUrl(table, "status_page", "and change the answer")) provider->status_page = text;
}

ProviderSettings ReadProvider(TomlTable table, const std::string& name, KeyRing* ring) {
  ProviderSettings provider;
  provider.name = name;
  if (!IsName(name)) table.Refuse("the name of a provider" + std::string(kNameRule));
  const bool has_kind = table.Require("kind", &provider.kind);
  ReadBase(&table, &provider, has_kind);
  ReadCaFile(&table, &provider.ca_file);
  ReadBudgets(&table, &provider);
  ReadGraph(&table, &provider, ring);
  ReadWebhookUrl(&table, &provider, ring);
  ReadHealthFields(&table, &provider);
  ReadStatusPage(&table, &provider);
  return provider;
}

}  // namespace

std::vector<ProviderSettings> ReadProviders(TomlTable root, KeyRing* ring) {
  std::vector<ProviderSettings> providers;
  for (const auto& [name, table] : root.NamedTables("provider")) {
    providers.push_back(ReadProvider(table, name, ring));
  }
  return providers;  // toml++ keeps tables by name
}

// Without any provider there is one problem for the file, not one per table.
const ProviderSettings* ReadProviderName(TomlTable* table, std::string* name,
                                         const std::vector<ProviderSettings>& providers) {
  const bool named = table->Read("provider", name);
  if (providers.empty()) return nullptr;
  if (!named && !table->Has("provider")) {
    if (providers.size() > 1) {
      table->Refuse("key 'provider' is missing: there is more than one [provider.NAME]");
      return nullptr;
    }
    *name = providers.front().name;
  }
  const auto found = std::find_if(providers.begin(), providers.end(),
                                  [&](const ProviderSettings& p) { return p.name == *name; });
  if (found != providers.end()) return &*found;
  if (named) {
    std::vector<std::string> names;
    for (const ProviderSettings& provider : providers) names.push_back(provider.name);
    table->Refuse("provider",
                  "there is no [provider." + Sanitise(*name, 80) + "]" + Suggestion(*name, names));
  }
  return nullptr;
}

bool IsName(std::string_view text) {
  const auto is_alnum = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  if (text.empty() || text.size() > 64 || !is_alnum(text.front())) return false;
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return is_alnum(c) || c == '.' || c == '_' || c == '-'; });
}

}  // namespace wa
