#include "model/maintenance.h"

#include <algorithm>

namespace wa {
namespace {

bool IsIn(const std::vector<std::string>& names, const std::string& name) {
  return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

bool MaintenanceScope::Covers(const Account& account) const {
  if (account.subject == SubjectKind::kUplink) return false;
  const auto has = [&](const auto& tag) {
    const auto found = account.tags->find(tag.first);
    return found != account.tags->end() && found->second == tag.second;
  };
  return IsIn(accounts, account.name) && IsIn(providers, account.provider) &&
         std::all_of(tags.begin(), tags.end(), has);
}

std::string MaintenanceScope::Text() const {
  constexpr std::size_t kMostAccounts = 3;
  std::string text;
  const auto add = [&](const std::string& words) { text += (text.empty() ? "" : ", ") + words; };
  for (std::size_t i = 0; i < std::min(kMostAccounts, accounts.size()); ++i) add(accounts[i]);
  if (accounts.size() > kMostAccounts) {
    text += " and " + std::to_string(accounts.size() - kMostAccounts) + " more";
  }
  for (const std::string& provider : providers) add("provider " + provider);
  for (const auto& [name, value] : tags) add("tag " + name + "=" + value);
  return text.empty() ? "all accounts" : text;
}

const MaintenanceView* MaintenanceOf(const std::vector<MaintenanceView>& views,
                                     const Account& account, SystemTime now) {
  const MaintenanceView* longest = nullptr;
  for (const MaintenanceView& view : views) {
    if (!view.HoldsAt(now) || !view.maintenance->scope.Covers(account)) continue;
    if (longest == nullptr || longest->next->to < view.next->to) longest = &view;
  }
  return longest;
}

}  // namespace wa
