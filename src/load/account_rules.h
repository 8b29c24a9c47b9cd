#pragma once

#include <map>
#include <string>
#include <string_view>

#include "load/toml_reader.h"
#include "model/account.h"

// What an account may hold, whoever names it. Each WhyNot...() says what is wrong, or is empty.
namespace wa {

std::string WhyNotAccountName(std::string_view name);
std::string WhyNotTag(std::string_view name, std::string_view value);

// Meta's ids are digits, 360dialog's letters and digits; `key` is the setting's name.
std::string WhyNotMetaId(std::string_view key, std::string_view id);
std::string WhyNotDialogId(std::string_view key, std::string_view id);

// 5 to 15 digits, as people write them.
bool IsPhoneNumber(std::string_view text);

// What its kind of provider cannot do without.
std::string WhyNotComplete(const Account& account);

// Reads the key 'tags'.
void ReadTags(TomlTable* table, Common<std::map<std::string, std::string>>* tags);

}  // namespace wa
