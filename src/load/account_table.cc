#include "load/account_table.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/text.h"
#include "config/config.h"
#include "load/key_source.h"
#include "load/partner_table.h"
#include "load/provider_table.h"
#include "load/webhook_table.h"

namespace wa {
namespace {

// Labels that metrics of an account have anyway, or that Prometheus keeps for itself.
constexpr std::array<std::string_view, 8> kReservedTags{"account",   "provider", "plan", "hosting",
                                                        "condition", "instance", "job",  "le"};
constexpr std::size_t kMaxTagBytes = 128;

bool IsLabelName(std::string_view text) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
  constexpr std::string_view kFigures = "0123456789";
  if (text.empty() || kLetters.find(text.front()) == std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return kLetters.find(c) != std::string_view::npos || kFigures.find(c) != std::string_view::npos;
  });
}

// What is wrong with one tag, or empty.
std::string WhyNotTag(std::string_view name, std::string_view value) {
  if (!IsLabelName(name)) {
    return "tag " + Quoted(name) + " must be a label name: letters, digits and '_', no digit first";
  }
  const bool reserved =
      std::find(kReservedTags.begin(), kReservedTags.end(), name) != kReservedTags.end();
  if (reserved || name.substr(0, 2) == "__") {
    return "tag " + Quoted(name) + " is a label that metrics have already: choose another name";
  }
  if (value.empty()) return "tag " + Quoted(name) + " is empty: give it a value or leave it out";
  if (value != Sanitise(value, kMaxTagBytes)) {
    return "the value of tag " + Quoted(name) +
           " must be one line of plain text without double blanks, at most 128 bytes";
  }
  return "";
}

void ReadTags(TomlTable* table, Account* account) {
  if (!table->Read("tags", &account->tags)) return;
  for (const auto& [name, value] : account->tags) {
    const std::string why = WhyNotTag(name, value);
    if (!why.empty()) table->RefuseMember("tags", name, why);
  }
}

// The number itself is personal data: it stays out of the message.
void ReadPhoneNumber(TomlTable* table, Account* account) {
  if (!table->Read("phone_number", &account->phone_number)) return;
  const std::string& text = account->phone_number;
  const auto digits =
      std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool clean = text.find_first_not_of("+0123456789 ()-/.") == std::string::npos;
  if (!clean || digits < 5 || digits > 15) {
    table->Refuse("phone_number",
                  "'phone_number' must hold 5 to 15 digits, as \"+49 30 1234567\"; leave it out if "
                  "there is none");
  }
}

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kLettersAndDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

bool ReadId(TomlTable* table, std::string_view key, std::string_view allowed, std::string* id) {
  constexpr std::size_t kLongestId = 64;
  if (!table->Read(key, id)) return false;
  if (!id->empty() && id->size() <= kLongestId && id->find_first_not_of(allowed) == id->npos) {
    return true;
  }
  table->Refuse(key, Quoted(key) + " must hold 1 to 64 " +
                         (allowed == kDigits ? "digits" : "letters and digits") +
                         "; leave it out if it is not known");
  return false;
}

}  // namespace

void AccountTables::ReadFrom(TomlFile* file) {
  for (const TomlTable& table : file->Root().Tables("account")) {
    accounts_.push_back(ReadAccount(table, file->name()));
  }
}

std::vector<std::shared_ptr<const Account>> AccountTables::Take() {
  std::sort(accounts_.begin(), accounts_.end(),
            [](const auto& a, const auto& b) { return a->name < b->name; });
  return std::move(accounts_);
}

std::shared_ptr<const Account> AccountTables::ReadAccount(TomlTable table,
                                                          const std::string& file) {
  auto account = std::make_shared<Account>();
  ReadName(&table, &account->name);
  ReadProvider(&table, account.get());
  table.Read("plan", &account->plan);
  ReadPhoneNumber(&table, account.get());
  ReadIds(&table, account.get());
  ReadTags(&table, account.get());
  ReadWebhook(&table, file, account.get());
  if (std::optional<Secret> key = ReadKey(table, file)) account->api_key = std::move(*key);
  return account;
}

bool AccountTables::Claim(TomlTable* table, std::string_view key, const std::string& what,
                          const std::string& value, std::string_view way_out,
                          Positions* positions) {
  const auto [first, is_new] = positions->try_emplace(value, table->Position(key));
  if (is_new) return true;
  const Problem& there = first->second;
  table->Refuse(key, what + " stands already at " + there.file + ":" + std::to_string(there.line) +
                         ":" + std::to_string(there.column) + ": " + std::string(way_out));
  return false;
}

void AccountTables::ReadName(TomlTable* table, std::string* name) {
  if (!table->Require("name", name)) return;
  if (!IsName(*name)) return table->Refuse("name", "'name'" + std::string(kNameRule));
  if (*name == kPartnerFolder) {
    return table->Refuse("name",
                         "'partner' can be no account's name, because /webhook/partner/NAME is a "
                         "partner's address: choose another");
  }
  Claim(table, "name", "account " + Quoted(*name), *name, "every account needs a name of its own",
        &names_);
}

void AccountTables::ReadProvider(TomlTable* table, Account* account) {
  const ProviderSettings* provider = ReadProviderName(table, &account->provider, providers_);
  if (provider != nullptr) account->kind = provider->kind;
}

void AccountTables::ReadIds(TomlTable* table, Account* account) {
  if (ReadId(table, "phone_number_id", kDigits, &account->phone_number_id)) {
    Claim(table, "phone_number_id", "this 'phone_number_id'", account->phone_number_id,
          "two accounts cannot be one number", &number_ids_);
  }
  ReadId(table, "waba_id", kDigits, &account->waba_id);
  if (ReadId(table, "channel_id", kLettersAndDigits, &account->channel_id)) {
    Claim(table, "channel_id", "this 'channel_id'", account->channel_id,
          "two accounts cannot be one channel", &channel_ids_);
  }
}

void AccountTables::ReadWebhook(TomlTable* table, const std::string& file, Account* account) {
  if (const auto own = table->Table("webhook")) {
    account->webhook = ReadWebhookAuth(*own, file);
  } else if (const auto found = webhooks_.find(account->provider); found != webhooks_.end()) {
    account->webhook = found->second;
  }
}

}  // namespace wa
