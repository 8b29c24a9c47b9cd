#include "provider/discovered_json.h"

#include <array>
#include <utility>
#include <vector>

#include "base/text.h"
#include "provider/json_fields.h"

namespace wa {
namespace {

// {"format": "waba_exporter discovered accounts", "version": 1,
//  "sources": {"partner/acme": [{"name": "berlin", "channel_id": "AbCH", "tags": {"team": "x"}}]}}
constexpr std::string_view kFormat = "waba_exporter discovered accounts";
constexpr int kVersion = 1;  // another one is not read: the sources tell it all again

using Text = std::string DiscoveredAccount::*;
constexpr std::array<std::pair<const char*, Text>, 5> kTexts{{
    {"name", &DiscoveredAccount::name},
    {"phone_number", &DiscoveredAccount::phone_number},
    {"phone_number_id", &DiscoveredAccount::phone_number_id},
    {"waba_id", &DiscoveredAccount::waba_id},
    {"channel_id", &DiscoveredAccount::channel_id},
}};

Json AccountJson(const DiscoveredAccount& account) {
  Json json = Json::object();
  for (const auto& [key, member] : kTexts) {
    if (!(account.*member).empty()) json[key] = account.*member;
  }
  if (account.plan) json["plan"] = std::string(Name(*account.plan));
  if (!account.tags.empty()) json["tags"] = account.tags;
  return json;
}

tl::unexpected<Error> Refuse(std::string message) {
  return Fail(ErrorCode::kIo, std::move(message));
}

// An absent text is an empty one; false: it is no text.
bool ReadText(const Json& object, const char* key, std::string* text) {
  const auto found = object.find(key);
  if (found == object.end()) return true;
  const auto* value = found->get_ptr<const Json::string_t*>();
  if (value != nullptr) *text = *value;
  return value != nullptr;
}

bool ReadTags(const Json& object, std::map<std::string, std::string>* tags) {
  const auto found = object.find("tags");
  if (found == object.end()) return true;
  if (!found->is_object()) return false;
  for (const auto& [name, value] : found->items()) {
    if (!ReadText(*found, name.c_str(), &(*tags)[name])) return false;
  }
  return true;
}

bool ReadAccount(const Json& json, DiscoveredAccount* account) {
  if (!json.is_object()) return false;
  for (const auto& [key, member] : kTexts) {
    if (!ReadText(json, key, &(account->*member))) return false;
  }
  std::string plan;
  if (!ReadText(json, "plan", &plan)) return false;
  if (!plan.empty()) {
    account->plan = ParseEnum<Plan>(plan);
    if (!account->plan) return false;
  }
  return !account->name.empty() && ReadTags(json, &account->tags);
}

Result<Discovered> ReadSource(const std::string& name, const Json& accounts) {
  const std::string where = "source '" + Sanitise(name, 80) + "'";
  if (!accounts.is_array()) return Refuse(where + " must be a list of accounts");
  Discovered discovered{name, std::vector<DiscoveredAccount>(accounts.size())};
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    if (ReadAccount(accounts[i], &discovered.accounts[i])) continue;
    return Refuse(where + ": account " + std::to_string(i + 1) + " is not one");
  }
  return discovered;
}

// What is wrong with the head, or empty.
std::string WhyNotOurs(const ParsedJson& parsed) {
  if (!parsed.flaw.empty()) return "it is " + std::string(parsed.flaw);
  const Json* format = Member(parsed.value, {"format"});
  if (format == nullptr || *format != kFormat) return "it is another program's";
  const auto version = NumberIn(parsed.value, {"version"});
  if (version == kVersion) return "";
  return "its version is " + (version ? std::to_string(*version) : "unknown") + ", not " +
         std::to_string(kVersion);
}

}  // namespace

std::string DiscoveredJson(const std::map<std::string, Discovered>& discovered) {
  Json sources = Json::object();
  for (const auto& [name, source] : discovered) {
    Json& accounts = sources[name] = Json::array();
    for (const DiscoveredAccount& account : source.accounts) {
      accounts.push_back(AccountJson(account));
    }
  }
  const Json whole{{"format", kFormat}, {"version", kVersion}, {"sources", std::move(sources)}};
  return Dump(whole) + "\n";
}

Result<std::map<std::string, Discovered>> ReadDiscoveredJson(std::string_view json) {
  const ParsedJson parsed = ParseJson(json);
  if (std::string why = WhyNotOurs(parsed); !why.empty()) return Refuse(std::move(why));
  const Json* sources = ObjectIn(parsed.value, {"sources"});
  if (sources == nullptr) return Refuse("it names no sources");
  std::map<std::string, Discovered> discovered;
  for (const auto& [name, accounts] : sources->items()) {
    auto source = ReadSource(name, accounts);
    if (!source) return tl::unexpected(std::move(source.error()));
    discovered.emplace(name, std::move(*source));
  }
  return discovered;
}

}  // namespace wa
