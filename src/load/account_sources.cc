#include "load/account_sources.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "load/account_files.h"
#include "load/account_key.h"
#include "load/account_rules.h"
#include "load/adopt_account.h"
#include "load/checked_values.h"
#include "load/key_source.h"
#include "load/provider_table.h"
#include "load/source_defaults.h"
#include "provider/service_discovery.h"

namespace wa {
namespace {

using namespace std::chrono_literals;

constexpr Duration kLongestInterval = 24h;
constexpr Duration kShortestWabaInterval = 1min;  // it spends what the polls need
constexpr Duration kShortestHttpInterval = 10s;
constexpr SecretKeys kToken{"token", "token"};

const ProviderSettings* Find(const Reading& reading, const std::string& name) {
  for (const ProviderSettings& provider : reading.config.providers) {
    if (provider.name == name) return &provider;
  }
  return nullptr;  // said already
}

const Common<WebhookAuth>* WebhookOf(const Reading& reading, const std::string& provider) {
  const auto found = reading.webhooks.find(provider);
  return found == reading.webhooks.end() ? nullptr : &found->second;
}

// Claims what only one account may have. Empty: it is this one's.
std::string Claim(const Account& account, const Problem& here, AccountList* list) {
  if (std::string why = list->ClaimName(account.name, here); !why.empty()) return why;
  std::string why;
  if (!account.phone_number_id.empty()) why = list->ClaimNumberId(account.phone_number_id, here);
  if (why.empty() && !account.channel_id.empty()) {
    why = list->ClaimChannelId(account.channel_id, here);
  }
  return why.empty() ? why : "account " + Quoted(account.name) + ": " + why;
}

// One account with the first key that there is. Not empty: why it cannot be one.
std::string Add(Account account, const std::vector<SecretPlace>& places, const Problem& here,
                Reading* reading) {
  std::string why = Claim(account, here, &reading->accounts);
  if (!why.empty()) return why;
  const auto there = std::find_if(places.begin(), places.end(), [&](const SecretPlace& place) {
    return reading->ring->Get(place).stamp.has_value();
  });
  if (there == places.end()) {
    return "account " + Quoted(account.name) + " has no key: there is no file " +
           Quoted(places.front().Path());
  }
  why = GiveKey(*there, reading->ring, &account);
  if (!why.empty()) return "account " + Quoted(account.name) + ": " + why;
  reading->key_places[account.name] = reading->ring->Keep(*there);
  reading->accounts.Add(std::move(account));
  return "";
}

// [[accounts.keys]]: each file of a folder is the key of the account of its name.
void ReadKeys(TomlTable table, Reading* reading) {
  const SourceDefaults defaults = ReadSourceDefaults(&table, *reading);
  const ProviderSettings* provider = Find(*reading, defaults.provider);
  std::string unused;
  table.Require("folder", &unused);
  const Common<std::string> folder = ReadFolder(&table, "folder", reading->files);
  if (folder->empty() || provider == nullptr) return;
  if (provider->kind == ProviderKind::kMeta) {
    return table.Refuse(
        "a file's name cannot say Meta's 'phone_number_id': use [[account]] or [[accounts.waba]]");
  }
  for (const std::string& name : *reading->files->List(folder)) {
    const SecretPlace place = KeyFile(folder, name);
    DiscoveredAccount found;
    found.name = name;
    const auto account =
        AdoptAccount(found, {folder, "", provider, &defaults, WebhookOf(*reading, provider->name)});
    const Problem here{place.Path(), 0, 0, ""};
    const std::string why =
        account ? Add(*account, {place}, here, reading) : account.error().message;
    if (!why.empty()) table.Refuse("folder", why);
  }
}

// One file of [[accounts.file_sd]].
void ReadFile(const std::string& path, const SourceDefaults& defaults,
              const ProviderSettings& provider, Reading* reading) {
  const auto refuse = [&](std::string why) {
    reading->problems->push_back({path, 0, 0, std::move(why)});
  };
  const Result<std::string>& text = reading->files->Text(path);
  if (!text) return refuse("cannot read the accounts: " + text.error().message);
  const auto found = ReadServiceDiscovery(*text);
  if (!found) return refuse(found.error().message);
  const Common<std::string> source = path;
  for (const DiscoveredAccount& one : *found) {
    const auto account =
        AdoptAccount(one, {source, "", &provider, &defaults, WebhookOf(*reading, provider.name)});
    const std::string why =
        account ? Add(*account, KeyFilesOf(*account, defaults.keys), {path, 0, 0, ""}, reading)
                : account.error().message;
    if (!why.empty()) refuse(why);
  }
}

// [[accounts.file_sd]].
void ReadFileDiscovery(TomlTable table, Reading* reading) {
  SourceDefaults defaults = ReadSourceDefaults(&table, *reading);
  const ProviderSettings* provider = Find(*reading, defaults.provider);
  std::string unused;
  table.Require("keys", &unused);
  defaults.keys = ReadFolder(&table, "keys", reading->files);
  if (!table.Has("files")) table.Refuse("key 'files' is missing in [accounts.file_sd]");
  for (const std::string& path : FindFiles(table, "files", "sd/*.json", reading->files)) {
    if (provider != nullptr && !defaults.keys->empty()) {
      ReadFile(path, defaults, *provider, reading);
    }
  }
}

// The name of a source, which nobody else of its kind may have.
template <typename Source>
std::string ReadSourceName(TomlTable* table, const std::vector<Source>& others) {
  std::string name;
  if (!table->Require("name", &name)) return name;
  if (!IsName(name)) {
    table->Refuse("name", "'name'" + std::string(kNameRule));
  } else if (std::any_of(others.begin(), others.end(),
                         [&](const Source& other) { return other.name == name; })) {
    table->Refuse("name", "there is another source of the name " + Quoted(name));
  }
  return name;
}

// [[accounts.waba]].
void ReadWaba(TomlTable table, Reading* reading) {
  WabaSource source;
  source.name = ReadSourceName(&table, reading->config.waba_sources);
  source.defaults = ReadSourceDefaults(&table, *reading);
  const ProviderSettings* provider = Find(*reading, source.defaults.provider);
  if (provider != nullptr && provider->kind != ProviderKind::kMeta) {
    table.Refuse("provider",
                 "only Meta lists the numbers of a business account: name a provider of kind meta");
  }
  if (table.Require("waba_id", &source.waba_id)) {
    const std::string why = WhyNotMetaId("waba_id", source.waba_id);
    if (!why.empty()) table.Refuse("waba_id", why);
  }
  ReadWithin(&table, "interval", kShortestWabaInterval, kLongestInterval, &source.interval);
  if (!HasSecret(table, kToken)) {
    table.Refuse("the source has no token: write " + SecretAdvice(kToken));
  }
  if (auto token = ReadSecret(table, kToken, reading->ring)) source.token = std::move(*token);
  if (const auto place = ReadSecretPlace(table, kToken)) {
    reading->key_places["waba/" + source.name] = reading->ring->Keep(*place);
  }
  reading->config.waba_sources.push_back(std::move(source));
}

// [[accounts.http_sd]].
void ReadHttp(TomlTable table, Reading* reading) {
  HttpSource source;
  source.name = ReadSourceName(&table, reading->config.http_sources);
  source.defaults = ReadSourceDefaults(&table, *reading);
  std::string unused;
  table.Require("keys", &unused);
  source.defaults.keys = ReadFolder(&table, "keys", reading->files);
  table.Require("url", &source.url);
  ReadUrl(&table, "url", "the accounts and the token");
  ReadCaFile(&table, &source.ca_file);
  ReadWithin(&table, "interval", kShortestHttpInterval, kLongestInterval, &source.interval);
  if (auto token = ReadSecret(table, kToken, reading->ring)) source.token = std::move(*token);
  if (const auto place = ReadSecretPlace(table, kToken)) {
    reading->key_places["http_sd/" + source.name] = reading->ring->Keep(*place);
  }
  reading->config.http_sources.push_back(std::move(source));
}

template <typename Source>
void SortByName(std::vector<Source>* sources) {
  std::sort(sources->begin(), sources->end(),
            [](const Source& a, const Source& b) { return a.name < b.name; });
}

}  // namespace

bool ReadAccountSources(TomlTable accounts, Reading* reading) {
  using Reader = void (*)(TomlTable, Reading*);
  bool any = false;
  for (const auto& [key, read] : {std::pair<std::string_view, Reader>{"keys", ReadKeys},
                                  {"file_sd", ReadFileDiscovery},
                                  {"waba", ReadWaba},
                                  {"http_sd", ReadHttp}}) {
    any |= accounts.Has(key);
    for (const TomlTable& table : accounts.Tables(key)) read(table, reading);
  }
  SortByName(&reading->config.waba_sources);
  SortByName(&reading->config.http_sources);
  return any;
}

}  // namespace wa
