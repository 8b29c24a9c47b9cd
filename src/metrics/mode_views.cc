#include "metrics/mode_views.h"

#include <algorithm>
#include <chrono>
#include <iterator>

namespace wa {
namespace {

// Before the alert on polls that are late (three minutes, whatever the interval), so that it finds
// the series.
constexpr Duration kLate = std::chrono::minutes(2);

bool IsWell(const AccountStatus& status, const FleetSnapshot& fleet, SystemTime now) {
  const bool is_late = status.next_poll && now - *status.next_poll > kLate;
  return status.incidents.empty() && !is_late &&
         StateAt(status, now, fleet.polling_interval) == AccountState::kOk;
}

FleetView::Accounts NotWell(const FleetSnapshot& fleet, SystemTime now) {
  FleetView::Accounts accounts;
  if (fleet.metrics_mode != MetricsMode::kAggregate) return accounts;
  std::copy_if(fleet.accounts.begin(), fleet.accounts.end(), std::back_inserter(accounts),
               [&](const auto& status) { return !IsWell(*status, fleet, now); });
  return accounts;
}

}  // namespace

ModeViews::ModeViews(const FleetSnapshot& fleet, SystemTime now)
    : mode_(fleet.metrics_mode),
      not_well_(NotWell(fleet, now)),
      all_{fleet, now, fleet.accounts, mode_ == MetricsMode::kFull},
      account_{fleet, now, mode_ == MetricsMode::kAggregate ? not_well_ : fleet.accounts} {}

const FleetView* ModeViews::For(SeriesClass series_class) const {
  switch (series_class) {
    case SeriesClass::kAccount:
      return &account_;
    case SeriesClass::kHistory:
      return mode_ == MetricsMode::kAggregate ? nullptr : &all_;
    case SeriesClass::kFull:
      return mode_ == MetricsMode::kFull ? &all_ : nullptr;
    case SeriesClass::kDense:
    case SeriesClass::kSparse:
      break;
  }
  return &all_;
}

}  // namespace wa
