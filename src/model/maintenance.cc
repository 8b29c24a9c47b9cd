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
    const auto found = account.tags.find(tag.first);
    return found != account.tags.end() && found->second == tag.second;
  };
  return IsIn(accounts, account.name) && IsIn(providers, account.provider) &&
         std::all_of(tags.begin(), tags.end(), has);
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
