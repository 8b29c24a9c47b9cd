#include "config/credentials.h"

#include <unordered_map>

namespace wa {

// Keys are told apart here and shown nowhere. Groups come as their first accounts do: by name.
std::vector<std::vector<const Account*>> ByCredential(const Config& config,
                                                      std::string_view provider) {
  std::vector<std::vector<const Account*>> groups;
  std::unordered_map<std::string_view, std::size_t> group_of;  // by key
  for (const auto& account : config.accounts) {
    if (account->provider != provider || account->api_key.empty()) continue;
    const auto [place, is_new] = group_of.try_emplace(account->api_key.Reveal(), groups.size());
    if (is_new) groups.emplace_back();
    groups[place->second].push_back(account.get());
  }
  return groups;
}

bool KeyIsOfOneNumber(ProviderKind kind) { return kind != ProviderKind::kMeta; }

}  // namespace wa
