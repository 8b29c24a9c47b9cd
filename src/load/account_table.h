#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "load/toml_reader.h"
#include "model/account.h"

namespace wa {

// Collects the [[account]] tables of a configuration and of its account files, and refuses a name
// that is taken.
class AccountTables {
 public:
  // REQUIRES: `providers` outlives this.
  explicit AccountTables(const std::vector<ProviderSettings>& providers) : providers_(providers) {}

  void ReadFrom(TomlFile* file);

  bool empty() const { return accounts_.empty(); }
  // By name, keys loaded. To be used only if there was no problem.
  std::vector<std::shared_ptr<const Account>> Take();

 private:
  std::shared_ptr<const Account> ReadAccount(TomlTable table, const std::string& file);
  void ReadName(TomlTable* table, std::string* name);
  void ReadProvider(TomlTable* table, Account* account);

  const std::vector<ProviderSettings>& providers_;
  std::map<std::string, Problem> positions_;  // by name
  std::vector<std::shared_ptr<const Account>> accounts_;
};

}  // namespace wa
