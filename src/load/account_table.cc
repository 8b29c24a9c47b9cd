#include "load/account_table.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/text.h"
#include "load/key_source.h"
#include "load/provider_table.h"

namespace wa {
namespace {

// Labels that metrics of an account have anyway, or that Prometheus keeps for itself.
constexpr std::array<std::string_view, 8> kReservedTags{"account",   "provider", "plan", "hosting",
                                                        "condition", "instance", "job",  "le"};
constexpr std::size_t kMaxTagBytes = 128;

bool IsLabelName(std::string_view text) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
  constexpr std::string_view kDigits = "0123456789";
  if (text.empty() || kLetters.find(text.front()) == std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return kLetters.find(c) != std::string_view::npos || kDigits.find(c) != std::string_view::npos;
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
  ReadTags(&table, account.get());
  if (std::optional<Secret> key = ReadKey(table, file)) account->api_key = std::move(*key);
  return account;
}

void AccountTables::ReadName(TomlTable* table, std::string* name) {
  if (!table->Require("name", name)) return;
  if (!IsName(*name)) return table->Refuse("name", "'name'" + std::string(kNameRule));
  Problem here = table->Position("name");
  const auto [first, is_new] = positions_.try_emplace(*name, here);
  if (is_new) return;
  const Problem& there = first->second;
  table->Refuse("name", "account " + Quoted(*name) + " stands already at " + there.file + ":" +
                            std::to_string(there.line) + ":" + std::to_string(there.column) +
                            ": every account needs a name of its own");
}

// Without any provider there is one problem for the file, not one per account.
void AccountTables::ReadProvider(TomlTable* table, Account* account) {
  const bool named = table->Read("provider", &account->provider);
  if (providers_.empty()) return;
  if (!named && !table->Has("provider")) {
    if (providers_.size() > 1) {
      table->Refuse("key 'provider' is missing: there is more than one [provider.NAME]");
      return;
    }
    account->provider = providers_.front().name;
  }
  const auto found =
      std::find_if(providers_.begin(), providers_.end(),
                   [&](const ProviderSettings& p) { return p.name == account->provider; });
  if (found != providers_.end()) {
    account->kind = found->kind;
  } else if (named) {
    std::vector<std::string> names;
    for (const ProviderSettings& provider : providers_) names.push_back(provider.name);
    table->Refuse("provider", "there is no [provider." + Sanitise(account->provider, 80) + "]" +
                                  Suggestion(account->provider, names));
  }
}

}  // namespace wa
