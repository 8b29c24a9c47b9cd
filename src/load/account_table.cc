#include "load/account_table.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "load/account_key.h"
#include "load/account_rules.h"
#include "load/key_source.h"
#include "load/provider_table.h"
#include "load/webhook_table.h"

namespace wa {
namespace {

// Reads one [[account]].
class AccountTable {
 public:
  AccountTable(TomlTable table, Reading* reading) : table_(std::move(table)), reading_(*reading) {}

  Account Read() {
    Account account;
    ReadName(&account.name);
    ReadProvider(&account);
    table_.Read("plan", &account.plan);
    ReadPhoneNumber(&account.phone_number);
    ReadIds(&account);
    ReadTags(&table_, &account.tags);
    ReadWebhook(&account);
    ReadKey(&account);
    const Problem here = table_.Position("");
    account.source = reading_.sources.Share(here.file);
    account.source_line = static_cast<std::uint32_t>(here.line);
    return account;
  }

 private:
  // True if there is nothing wrong.
  bool Accept(std::string_view key, const std::string& why_not) {
    if (!why_not.empty()) table_.Refuse(key, why_not);
    return why_not.empty();
  }

  void ReadName(std::string* name) {
    if (!table_.Require("name", name) || !Accept("name", WhyNotAccountName(*name))) return;
    Accept("name", reading_.accounts.ClaimName(*name, table_.Position("name")));
  }

  void ReadProvider(Account* account) {
    const ProviderSettings* provider =
        ReadProviderName(&table_, &account->provider, reading_.config.providers);
    if (provider == nullptr) return;
    account->kind = provider->kind;
  }

  // The number itself is personal data: it stays out of the message.
  void ReadPhoneNumber(std::string* number) {
    if (!table_.Read("phone_number", number) || IsPhoneNumber(*number)) return;
    table_.Refuse("phone_number",
                  "'phone_number' must hold 5 to 15 digits, as \"+49 30 1234567\"; leave it out if "
                  "there is none");
  }

  void ReadIds(Account* account) {
    AccountList& list = reading_.accounts;
    const auto read = [&](std::string_view key, auto why_not, std::string* id) {
      return table_.Read(key, id) && Accept(key, why_not(key, *id));
    };
    if (read("phone_number_id", WhyNotMetaId, &account->phone_number_id)) {
      Accept("phone_number_id",
             list.ClaimNumberId(account->phone_number_id, table_.Position("phone_number_id")));
    }
    read("waba_id", WhyNotMetaId, &account->waba_id);
    if (read("channel_id", WhyNotDialogId, &account->channel_id)) {
      Accept("channel_id", list.ClaimChannelId(account->channel_id, table_.Position("channel_id")));
    }
    const std::string why = WhyNotComplete(*account);
    if (!why.empty() && !table_.Has("phone_number_id")) table_.Refuse(why);
  }

  void ReadWebhook(Account* account) {
    if (const auto own = table_.Table("webhook")) {
      account->webhook = ReadWebhookAuth(*own, reading_.ring);
    } else if (const auto found = reading_.webhooks.find(account->provider);
               found != reading_.webhooks.end()) {
      account->webhook = found->second;
    }
  }

  void ReadKey(Account* account) {
    if (!HasSecret(table_, kApiKey)) {
      table_.Refuse("the account has no key: write " + SecretAdvice(kApiKey));
    }
    const auto place = ReadSecretPlace(table_, kApiKey);
    if (!place || !Accept(place->Key(), GiveKey(*place, reading_.ring, account))) return;
    reading_.key_places[account->name] = reading_.ring->Keep(*place);
  }

  TomlTable table_;
  Reading& reading_;
};

}  // namespace

void ReadAccountTables(TomlTable root, Reading* reading) {
  for (const TomlTable& table : root.Tables("account")) {
    reading->accounts.Add(AccountTable(table, reading).Read());
  }
}

}  // namespace wa
