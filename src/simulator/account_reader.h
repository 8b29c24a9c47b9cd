#pragma once

#include <set>
#include <string>
#include <vector>

#include "load/toml_reader.h"
#include "simulator/scenario.h"
#include "simulator/script_reader.h"

namespace wa::simulator {

bool IsName(std::string_view name);  // 1 to 64 letters, digits or ._-
bool IsPath(std::string_view path);

// Reads [[account]] and [[fleet]], remembering what must be unique among all of them.
class AccountReader {
 public:
  // REQUIRES: the scripts and accounts outlive the reader.
  AccountReader(const ScriptReader* scripts, std::vector<AccountScript>* accounts)
      : scripts_(scripts), accounts_(accounts) {}

  void ReadAccount(TomlTable* table);
  void ReadFleet(TomlTable* table);

  // Of accounts and fleets: what a partner or a discovery may list.
  const std::set<std::string>& names() const { return names_; }

 private:
  struct Ids {
    std::string phone_number_id, waba_id, channel_id;
  };

  AccountBlock ReadBlock(TomlTable* table, bool is_fleet);
  void ReadName(TomlTable* table, std::string* name);
  Secret CheckedKey(TomlTable* table, std::string text, AccountKind kind);
  bool IsNewId(TomlTable* table, const char* what, const std::string& id,
               std::set<std::string>* ids);
  bool Add(TomlTable* table, AccountScript account);

  const ScriptReader* scripts_;
  std::vector<AccountScript>* accounts_;
  std::set<std::string> names_;
  std::set<std::string> keys_;
  std::set<std::string> phone_number_ids_;
  std::set<std::string> channel_ids_;
};

}  // namespace wa::simulator
