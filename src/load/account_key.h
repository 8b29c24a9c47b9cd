#pragma once

#include <string>
#include <vector>

#include "load/key_ring.h"
#include "model/account.h"

namespace wa {

// Gives the account the key that is there. Not empty: why it got none.
std::string GiveKey(const SecretPlace& place, KeyRing* ring, Account* account);

// A file of a folder of keys.
SecretPlace KeyFile(const Common<std::string>& folder, const std::string& name);

// Where a folder of keys may hold the account's: in a file of its name, or of its channel's id.
std::vector<SecretPlace> KeyFilesOf(const Account& account, const Common<std::string>& folder);

}  // namespace wa
