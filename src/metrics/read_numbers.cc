#include "metrics/read_numbers.h"

namespace wa {

const NumberFacts* NumberOf(const FleetView& view, const AccountStatus& status) {
  return IsStale(status, view.now, view.fleet.polling_interval) ? nullptr : &*status.number;
}

std::optional<double> ReadQualityLevel(const FleetView& view, const AccountStatus& status) {
  const NumberFacts* number = NumberOf(view, status);
  return number != nullptr && number->quality_level ? std::optional<double>(*number->quality_level)
                                                    : std::nullopt;
}

std::optional<double> ReadMessagingLimit(const FleetView& view, const AccountStatus& status) {
  const NumberFacts* number = NumberOf(view, status);
  return number != nullptr ? number->messaging_limit : std::nullopt;
}

void ReadTemplates(const FleetView& view, SeriesWriter& out) {
  ForEachAccount(view.accounts, [&](const AccountStatus& status) {
    const NumberFacts* number = NumberOf(view, status);
    if (number == nullptr || !number->templates) return;
    for (const auto& [state, count] : *number->templates) {
      out.Add({status.account->name, state}, static_cast<double>(count));
    }
  });
}

}  // namespace wa
