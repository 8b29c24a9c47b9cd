#include "model/support_desk.h"

#include <algorithm>

namespace wa {

const SupportDesk* DeskOf(const std::vector<SupportDesk>& desks, ProviderKind kind) {
  const auto found = std::find_if(desks.begin(), desks.end(),
                                  [&](const SupportDesk& desk) { return desk.kind == kind; });
  return found == desks.end() ? nullptr : &*found;
}

}  // namespace wa
