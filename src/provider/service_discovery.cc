#include "provider/service_discovery.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/text.h"
#include "provider/json_fields.h"

namespace wa {
namespace {

constexpr std::string_view kTag = "tag_";

using Text = std::string DiscoveredAccount::*;
constexpr std::array<std::pair<std::string_view, Text>, 4> kTexts{{
    {"phone_number", &DiscoveredAccount::phone_number},
    {"phone_number_id", &DiscoveredAccount::phone_number_id},
    {"waba_id", &DiscoveredAccount::waba_id},
    {"channel_id", &DiscoveredAccount::channel_id},
}};

tl::unexpected<Error> Refuse(std::string message) {
  return Fail(ErrorCode::kConfig, std::move(message));
}

// "line 3, column 12" of the byte at which the parser gave up.
std::string PlaceOf(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t column = before.size() - (before.rfind('\n') + 1) + 1;  // npos + 1 is 0
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

// Where `text` stops being JSON; its begin, if it is too deep for us only.
std::string PlaceOfFlaw(std::string_view text) {
  try {
    if (!Json::parse(text.begin(), text.end()).is_discarded()) return PlaceOf(text, 0);
  } catch (const Json::parse_error& error) {
    return PlaceOf(text, error.byte == 0 ? 0 : error.byte - 1);
  } catch (const Json::exception&) {  // of a number that is too large, for instance
  }
  return PlaceOf(text, 0);
}

Status ReadLabel(const std::string& name, const std::string& value, DiscoveredAccount* account) {
  if (name.rfind("__", 0) == 0) return {};
  for (const auto& [known, member] : kTexts) {
    if (known != name) continue;
    account->*member = value;
    return {};
  }
  if (name == "plan") {
    account->plan = ParseEnum<Plan>(value);
    if (account->plan) return {};
    return Refuse("label 'plan' must be one of: " + AllNames<Plan>());
  }
  if (name.size() > kTag.size() && name.rfind(kTag, 0) == 0) {
    account->tags[name.substr(kTag.size())] = value;
    return {};
  }
  return Refuse("label '" + Sanitise(name, 80) +
                "' is none of phone_number, phone_number_id, waba_id, channel_id, plan and "
                "tag_NAME");
}

// What all targets of a group have in common.
Result<DiscoveredAccount> ReadLabels(const Json& group) {
  DiscoveredAccount account;
  const Json* labels = Member(group, {"labels"});
  if (labels == nullptr) return account;
  if (!labels->is_object()) return Refuse("'labels' must be an object of strings");
  for (const auto& [name, value] : labels->items()) {
    const auto* text = value.get_ptr<const Json::string_t*>();
    if (text == nullptr) return Refuse("label '" + Sanitise(name, 80) + "' must be a string");
    if (const Status read = ReadLabel(name, *text, &account); !read) {
      return tl::unexpected(read.error());
    }
  }
  return account;
}

Status ReadGroup(const Json& group, std::vector<DiscoveredAccount>* accounts) {
  const Json* targets = ArrayIn(group, {"targets"});
  if (targets == nullptr) return Refuse("a group needs a list of 'targets', the accounts' names");
  Result<DiscoveredAccount> common = ReadLabels(group);
  if (!common) return tl::unexpected(common.error());
  for (const Json& target : *targets) {
    const auto* name = target.get_ptr<const Json::string_t*>();
    if (name == nullptr) return Refuse("a target must be a string, the account's name");
    accounts->push_back(*common);
    accounts->back().name = *name;
  }
  return {};
}

}  // namespace

Result<std::vector<DiscoveredAccount>> ReadServiceDiscovery(std::string_view json) {
  const ParsedJson parsed = ParseJson(json);
  if (!parsed.flaw.empty()) return Refuse(PlaceOfFlaw(json) + ": " + std::string(parsed.flaw));
  if (!parsed.value.is_array()) {
    return Refuse("it must be a list of groups, as [{\"targets\": [\"NAME\"]}]");
  }
  std::vector<DiscoveredAccount> accounts;
  for (std::size_t i = 0; i < parsed.value.size(); ++i) {
    if (const Status read = ReadGroup(parsed.value[i], &accounts); !read) {
      return Refuse("group " + std::to_string(i + 1) + ": " + read.error().message);
    }
  }
  return accounts;
}

}  // namespace wa
