#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "load/toml_reader.h"
#include "model/account.h"

namespace wa {

// Collects the [[account]] tables of a configuration and of its account files, and refuses a name
// or an id that is taken.
class AccountTables {
 public:
  // `webhooks` are the providers' own, for accounts without a table. REQUIRES: both outlive this.
  AccountTables(const std::vector<ProviderSettings>& providers,
                const std::map<std::string, WebhookAuth>& webhooks)
      : providers_(providers), webhooks_(webhooks) {}

  void ReadFrom(TomlFile* file);

  bool empty() const { return accounts_.empty(); }
  // By name, keys loaded. To be used only if there was no problem.
  std::vector<std::shared_ptr<const Account>> Take();

 private:
  std::shared_ptr<const Account> ReadAccount(TomlTable table, const std::string& file);
  void ReadName(TomlTable* table, std::string* name);
  void ReadProvider(TomlTable* table, Account* account);
  void ReadIds(TomlTable* table, Account* account);
  void ReadWebhook(TomlTable* table, const std::string& file, Account* account);

  // Where something stands that only one account may have. True if it is the first.
  using Positions = std::map<std::string, Problem>;
  static bool Claim(TomlTable* table, std::string_view key, const std::string& what,
                    const std::string& value, std::string_view way_out, Positions* positions);

  const std::vector<ProviderSettings>& providers_;
  const std::map<std::string, WebhookAuth>& webhooks_;
  Positions names_;
  Positions number_ids_;
  Positions channel_ids_;
  std::vector<std::shared_ptr<const Account>> accounts_;
};

}  // namespace wa
