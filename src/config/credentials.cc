#include "config/credentials.h"

#include <algorithm>
#include <map>

namespace wa {
namespace {

// Keys are told apart here and shown nowhere.
struct ByKey {
  bool operator()(const Account* a, const Account* b) const {
    return a->api_key.Reveal() < b->api_key.Reveal();
  }
};

}  // namespace

std::vector<std::vector<const Account*>> ByCredential(const Config& config,
                                                      std::string_view provider) {
  std::map<const Account*, std::vector<const Account*>, ByKey> groups;
  for (const auto& account : config.accounts) {
    if (account->provider != provider || account->api_key.empty()) continue;
    groups[account.get()].push_back(account.get());
  }
  std::vector<std::vector<const Account*>> sorted;
  for (auto& [first, group] : groups) sorted.push_back(std::move(group));
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return a.front()->name < b.front()->name; });
  return sorted;
}

bool KeyIsOfOneNumber(ProviderKind kind) { return kind != ProviderKind::kMeta; }

}  // namespace wa
