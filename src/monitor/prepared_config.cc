#include "monitor/prepared_config.h"

#include <map>
#include <numeric>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "config/credentials.h"

namespace wa {

KeySharing SharingIn(const Config& config) {
  const auto& accounts = config.accounts;
  KeySharing sharing;
  sharing.credential.assign(accounts.size(), 0);
  sharing.other.resize(accounts.size());
  std::iota(sharing.other.begin(), sharing.other.end(), 0);
  // Keys are told apart here and shown nowhere.
  std::unordered_map<std::string_view, std::size_t> first_of_key;
  first_of_key.reserve(accounts.size());
  std::map<std::pair<std::size_t, std::string_view>, std::size_t> first_of_provider;
  std::size_t number = 0;
  const auto share = [&](std::size_t account) {
    if (!KeyIsOfOneNumber(accounts[account]->kind)) return;
    const auto [first, is_first] = first_of_provider.try_emplace(
        {sharing.credential[account], accounts[account]->provider}, account);
    if (is_first) return;
    sharing.other[account] = first->second;
    if (sharing.other[first->second] == first->second) sharing.other[first->second] = account;
  };
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    if (!accounts[i]->CanBePolled()) continue;
    const auto [first, is_first] = first_of_key.try_emplace(accounts[i]->api_key.Reveal(), i);
    if (is_first) continue;
    if (sharing.credential[first->second] == 0) {
      sharing.credential[first->second] = ++number;
      share(first->second);
    }
    sharing.credential[i] = sharing.credential[first->second];
    share(i);
  }
  return sharing;
}

PreparedConfig Prepare(std::shared_ptr<const Config> config) {
  KeySharing sharing = SharingIn(*config);
  auto router = std::make_unique<const EventRouter>(config->accounts, config->partners);
  return {std::move(config), std::move(sharing), std::move(router)};
}

}  // namespace wa
