#include "load/adopt_account.h"

#include "load/account_rules.h"
#include "load/problem.h"

namespace wa {
namespace {

// What is wrong with what the source says, or empty.
std::string WhyNot(const DiscoveredAccount& found) {
  if (std::string why = WhyNotAccountName(found.name); !why.empty()) return why;
  const auto id = [](auto why_not, std::string_view key, const std::string& value) {
    return value.empty() ? std::string() : why_not(key, value);
  };
  for (const std::string& why : {id(WhyNotMetaId, "phone_number_id", found.phone_number_id),
                                 id(WhyNotMetaId, "waba_id", found.waba_id),
                                 id(WhyNotDialogId, "channel_id", found.channel_id)}) {
    if (!why.empty()) return why;
  }
  for (const auto& [name, value] : found.tags) {
    if (std::string why = WhyNotTag(name, value); !why.empty()) return why;
  }
  return "";
}

}  // namespace

Result<Account> AdoptAccount(const DiscoveredAccount& found, const AccountOrigin& origin) {
  Account account;
  account.name = found.name;
  account.provider = origin.provider->name;
  account.kind = origin.provider->kind;
  account.plan = found.plan.value_or(origin.defaults->plan);
  // Only for people: an account is not given up for it.
  if (IsPhoneNumber(found.phone_number)) account.phone_number = found.phone_number;
  account.phone_number_id = found.phone_number_id;
  account.waba_id = found.waba_id;
  account.channel_id = found.channel_id;
  account.tags = origin.defaults->tags;
  if (!found.tags.empty()) {
    auto& tags = account.tags.Edit();
    for (const auto& [name, value] : found.tags) tags[name] = value;
  }
  if (origin.webhook != nullptr) account.webhook = *origin.webhook;
  account.partner = origin.partner;
  account.source = origin.source;
  std::string why = WhyNot(found);
  if (why.empty()) why = WhyNotComplete(account);
  if (why.empty()) return account;
  return Fail(ErrorCode::kConfig, "account " + Quoted(found.name) + ": " + why);
}

}  // namespace wa
