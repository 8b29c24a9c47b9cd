#include "metrics/read_webhooks.h"

#include "metrics/moment.h"

namespace wa {

std::optional<double> Messages(const FleetView&, const AccountStatus& status) {
  return static_cast<double>(status.messages->total);
}

std::optional<double> FailedMessages(const FleetView&, const AccountStatus& status) {
  return static_cast<double>(status.messages->failed);
}

bool HadMessages(const AccountStatus& status) { return status.messages->total > 0; }

std::optional<double> LastEvent(const FleetView&, const AccountStatus& status) {
  return ExportedMoment(status.last_event);
}

void ReadAccountMessageFailures(const FleetView& view, SeriesWriter& out) {
  for (const auto& status : view.accounts) {
    for (const auto& [slug, count] : status->messages->failures) {
      out.Add({status->account->name, slug}, static_cast<double>(count));
    }
  }
}

void ReadEventDelays(const FleetView& view, SeriesWriter& out) {
  for (const auto& [provider, tallies] : view.fleet.tallies) {
    out.Add({provider}, tallies.event_delay, kEventDelayBounds);
  }
}

}  // namespace wa
