#include "simulator/account_reader.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "simulator/numbered.h"

namespace wa::simulator {
namespace {

constexpr std::size_t kLongestName = 64;
constexpr std::int64_t kLargestFleet = 1'000'000;
// The WABA of Meta's examples, for accounts that name none.
constexpr const char* kDefaultWaba = "102290129340398";
constexpr std::uint64_t kFirstPhoneNumberId = 106540352242922;

// Six letters and CH, as in the examples of the Partner API.
std::string ChannelIdFor(std::size_t index) {
  std::string id(6, 'A');
  for (auto letter = id.rbegin(); letter != id.rend(); ++letter, index /= 26) {
    *letter = static_cast<char>('A' + index % 26);
  }
  return id + "CH";
}

std::string DefaultPath(AccountKind kind) {
  return kind == AccountKind::kDialog360 ? "/health_status" : "/v1/health";
}

// "shop" of "shop-{n}".
std::string FleetNameOf(const std::string& pattern) {
  const std::string name = Replaced(Replaced(pattern, "{n}", ""), "{waba}", "");
  const std::size_t last = name.find_last_not_of("-._");
  return last == std::string::npos ? "" : name.substr(0, last + 1);
}

void ReadId(TomlTable* table, const char* key, std::string* id) {
  if (table->Read(key, id) && !IsName(*id)) {
    table->Refuse(key, std::string("'") + key + "' must be 1 to 64 letters, digits or ._-");
  }
}

}  // namespace

bool IsName(std::string_view name) {
  constexpr std::string_view kAllowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  return !name.empty() && name.size() <= kLongestName &&
         name.find_first_not_of(kAllowed) == std::string_view::npos;
}

bool IsPath(std::string_view path) {
  constexpr std::string_view kAllowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._~-";
  return !path.empty() && path.front() == '/' &&
         path.find_first_not_of(kAllowed) == std::string_view::npos;
}

void AccountReader::ReadAccount(TomlTable* table) {
  AccountScript account;
  ReadName(table, &account.name);
  std::string key;
  const bool has_key = table->Require("key", &key);
  AccountBlock block = ReadBlock(table, false);
  if (has_key) account.key = CheckedKey(table, std::move(key), block.kind);
  ReadId(table, "phone_number_id", &account.phone_number_id);
  ReadId(table, "waba_id", &account.waba_id);
  ReadId(table, "channel_id", &account.channel_id);
  account.block = std::make_shared<const AccountBlock>(std::move(block));
  Add(table, std::move(account));
}

void AccountReader::ReadFleet(TomlTable* table) {
  std::string name;
  std::string key;
  std::int64_t count = 0;
  std::int64_t per_waba = 1;
  Ids ids;
  bool right = table->Require("name", &name);
  right = table->Require("key", &key) && right;
  if (table->Require("count", &count) && (count < 1 || count > kLargestFleet)) {
    table->Refuse("count", "'count' must be from 1 to 1000000");
  }
  if (table->Read("per_waba", &per_waba) && per_waba < 1) {
    table->Refuse("per_waba", "'per_waba' must be at least 1");
  }
  table->Read("phone_number_id", &ids.phone_number_id);
  table->Read("waba_id", &ids.waba_id);
  table->Read("channel_id", &ids.channel_id);
  AccountBlock block = ReadBlock(table, true);
  if (right && name.find("{n}") == std::string::npos) {
    return table->Refuse("name", "'name' of a fleet must hold {n}, the number of the account");
  }
  block.fleet = FleetNameOf(name);
  if (right && (!IsName(block.fleet) || !names_.insert(block.fleet).second)) {
    table->Refuse("name", "'name' makes a fleet " + Quoted(block.fleet) +
                              ", which is no name or is here twice");
  }
  if (!right || count < 1 || count > kLargestFleet || per_waba < 1) return;
  block.per_waba = per_waba;
  const auto shared = std::make_shared<const AccountBlock>(std::move(block));
  for (std::int64_t i = 0; i < count; ++i) {
    const Numbered number{i + 1, i / per_waba + 1};
    AccountScript account;
    account.name = number.Fill(name);
    if (!IsName(account.name) || !names_.insert(account.name).second) {
      return table->Refuse(
          "name", "'name' makes " + Quoted(account.name) + ", which is no name or is here twice");
    }
    account.key = CheckedKey(table, number.Fill(key), shared->kind);
    account.phone_number_id = number.Fill(ids.phone_number_id);
    account.waba_id = Numbered{number.waba, number.waba}.Fill(ids.waba_id);
    account.channel_id = number.Fill(ids.channel_id);
    account.block = shared;
    if (account.key.empty() || !Add(table, std::move(account))) return;
  }
}

AccountBlock AccountReader::ReadBlock(TomlTable* table, bool is_fleet) {
  AccountBlock block;
  table->Read("kind", &block.kind);
  block.path = DefaultPath(block.kind);
  if (table->Read("path", &block.path) && !IsPath(block.path)) {
    table->Refuse("path", "'path' must begin with '/' and hold only letters, digits and /._~-");
  }
  std::string secret;
  if (table->Read("app_secret", &secret)) {
    if (block.kind != AccountKind::kMeta) table->Refuse("app_secret", "only Meta has app secrets");
    block.app_secret = Secret(std::move(secret));
  }
  block.good = ReadGoodFields(table, Speaker::kAccount);
  block.script = scripts_->Read(table, Speaker::kAccount, is_fleet);
  if (!is_fleet) return block;
  std::string by;
  if (table->Read("share_by", &by)) {
    if (by != "account" && by != "waba") {
      table->Refuse("share_by", "'share_by' must be one of: account, waba");
    }
    block.share_by_waba = by == "waba";
  }
  return block;
}

void AccountReader::ReadName(TomlTable* table, std::string* name) {
  if (!table->Require("name", name)) return;
  if (!IsName(*name)) {
    table->Refuse("name", "'name' must be 1 to 64 letters, digits or ._-; found " + Quoted(*name));
  } else if (!names_.insert(*name).second) {
    table->Refuse("name", "account " + Quoted(*name) + " is here twice");
  }
}

// The key itself stays out of the messages.
Secret AccountReader::CheckedKey(TomlTable* table, std::string text, AccountKind kind) {
  const std::string_view why = WhyNotACredential(text);
  if (!why.empty()) {
    table->Refuse("key", "'key' is no API key: " + std::string(why));
    return {};
  }
  if (!keys_.insert(text).second && kind != AccountKind::kMeta) {
    table->Refuse("key", "another account has the same key");
    return {};
  }
  return Secret(std::move(text));
}

bool AccountReader::IsNewId(TomlTable* table, const char* what, const std::string& id,
                            std::set<std::string>* ids) {
  if (ids->insert(id).second) return true;
  table->Refuse(what, std::string("another account has the same ") + what + ", " + Quoted(id));
  return false;
}

bool AccountReader::Add(TomlTable* table, AccountScript account) {
  const std::size_t index = accounts_->size();
  if (account.phone_number_id.empty()) {
    account.phone_number_id = std::to_string(kFirstPhoneNumberId + index);
  }
  if (account.waba_id.empty()) account.waba_id = kDefaultWaba;
  if (account.channel_id.empty()) account.channel_id = ChannelIdFor(index);
  const bool fresh =
      IsNewId(table, "phone_number_id", account.phone_number_id, &phone_number_ids_) &&
      IsNewId(table, "channel_id", account.channel_id, &channel_ids_);
  accounts_->push_back(std::move(account));
  return fresh;
}

}  // namespace wa::simulator
