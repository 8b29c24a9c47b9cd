#include "load/account_key.h"

#include "load/key_source.h"

namespace wa {

std::string GiveKey(const SecretPlace& place, KeyRing* ring, Account* account) {
  const HeldSecret& held = ring->Get(place);
  if (!held.value) return held.value.error().message;
  account->api_key = *held.value;
  account->key_since = held.since;
  return "";
}

SecretPlace KeyFile(const Common<std::string>& folder, const std::string& name) {
  return {SecretPlace::Kind::kFile, &kApiKeyOfFolder, folder, name, {}};
}

std::vector<SecretPlace> KeyFilesOf(const Account& account, const Common<std::string>& folder) {
  std::vector<SecretPlace> places;
  if (folder->empty()) return places;
  places.push_back(KeyFile(folder, account.name));
  if (!account.channel_id.empty() && account.channel_id != account.name) {
    places.push_back(KeyFile(folder, account.channel_id));
  }
  return places;
}

}  // namespace wa
