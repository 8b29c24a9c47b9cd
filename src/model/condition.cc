#include "model/condition.h"

namespace wa {

Duration Condition::GraceFor(ProviderKind kind, Plan plan) const {
  Duration best{0};
  int best_weight = -1;
  for (const Grace& row : graces) {
    if (row.kind && *row.kind != kind) continue;
    if (row.plan && *row.plan != plan) continue;
    const int weight = (row.kind ? 1 : 0) + (row.plan ? 1 : 0);
    if (weight <= best_weight) continue;
    best = row.grace;
    best_weight = weight;
  }
  return best;
}

Duration AllowancePerDay(const std::vector<RestartAllowance>& rows, ProviderKind kind, Plan plan) {
  const RestartAllowance* best = nullptr;
  for (const RestartAllowance& row : rows) {
    if (row.kind != kind || (row.plan && *row.plan != plan)) continue;
    if (best == nullptr || (row.plan && !best->plan)) best = &row;
  }
  return best == nullptr ? Duration(0) : best->per_day;
}

bool IsOverdue(Duration lasted, Duration grace) {
  return grace == Duration(0) ? lasted >= grace : lasted > grace;
}

AccountState StateOf(const Condition& condition, bool is_overdue) {
  if (!is_overdue) return condition.state;
  if (condition.contact == Contact::kSupport && condition.StopsSending()) {
    return AccountState::kSupport;
  }
  return condition.state == AccountState::kWait ? AccountState::kDown : condition.state;
}

}  // namespace wa
