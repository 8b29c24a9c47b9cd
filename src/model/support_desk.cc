#include "model/support_desk.h"

#include <algorithm>

namespace wa {

const SupportDesk* DeskOf(const std::vector<SupportDesk>& desks, ProviderKind kind) {
  const auto found = std::find_if(desks.begin(), desks.end(),
                                  [&](const SupportDesk& desk) { return desk.kind == kind; });
  return found == desks.end() ? nullptr : &*found;
}

std::optional<Duration> FirstAnswer(const std::vector<SupportDesk>& desks, ProviderKind kind,
                                    Plan plan) {
  const SupportDesk* desk = DeskOf(desks, kind);
  if (desk == nullptr) return std::nullopt;
  const auto found = desk->first_answer.find(plan);
  return found == desk->first_answer.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace wa
