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

// What families of class sparse tell of accounts; of most there is nothing.
bool HasSparse(const AccountStatus& status) {
  return !status.incidents.empty() || !status.shares_key_with->empty();
}

template <typename Predicate>
FleetView::Accounts Those(const FleetView::Accounts& accounts, Predicate wanted) {
  FleetView::Accounts found;
  std::copy_if(accounts.begin(), accounts.end(), std::back_inserter(found),
               [&](const auto& status) { return wanted(*status); });
  return found;
}

FleetView::Accounts NotWell(const FleetSnapshot& fleet, SystemTime now) {
  if (fleet.metrics_mode != MetricsMode::kAggregate) return {};
  return Those(fleet.accounts,
               [&](const AccountStatus& status) { return !IsWell(status, fleet, now); });
}

}  // namespace

ModeViews::ModeViews(const FleetSnapshot& fleet, SystemTime now)
    : mode_(fleet.metrics_mode),
      not_well_(NotWell(fleet, now)),
      with_sparse_(Those(fleet.accounts, HasSparse)),
      all_{fleet, now, fleet.accounts, mode_ == MetricsMode::kFull},
      account_{fleet, now, mode_ == MetricsMode::kAggregate ? not_well_ : fleet.accounts},
      sparse_{fleet, now, with_sparse_} {}

const FleetView* ModeViews::For(SeriesClass series_class) const {
  switch (series_class) {
    case SeriesClass::kAccount:
      return &account_;
    case SeriesClass::kHistory:
      return mode_ == MetricsMode::kAggregate ? nullptr : &all_;
    case SeriesClass::kFull:
      return mode_ == MetricsMode::kFull ? &all_ : nullptr;
    case SeriesClass::kSparse:
      return &sparse_;
    case SeriesClass::kDense:
      break;
  }
  return &all_;
}

}  // namespace wa
