#include "metrics/read_webhooks.h"

#include "metrics/moment.h"

namespace wa {
namespace {

// Those that were counted, and every provider that was not yet.
WebhookAnswersByProvider AllAnswers(const FleetView& view) {
  WebhookAnswersByProvider all = view.webhooks;
  for (const ProviderSettings& provider : view.fleet.providers) all.try_emplace(provider.name);
  return all;
}

}  // namespace

std::optional<double> Messages(const FleetView&, const AccountStatus& status) {
  return static_cast<double>(status.messages.total);
}

std::optional<double> FailedMessages(const FleetView&, const AccountStatus& status) {
  return static_cast<double>(status.messages.failed);
}

std::optional<double> LastEvent(const FleetView&, const AccountStatus& status) {
  return ExportedMoment(status.last_event);
}

void ReadAccountMessageFailures(const FleetView& view, SeriesWriter& out) {
  for (const auto& status : view.fleet.accounts) {
    for (const auto& [slug, count] : status->messages.failures) {
      out.Add({status->account->name, slug}, static_cast<double>(count));
    }
  }
}

void ReadEventDelays(const FleetView& view, SeriesWriter& out) {
  for (const auto& [provider, tallies] : view.fleet.tallies) {
    out.Add({provider}, tallies.event_delay, kEventDelayBounds);
  }
}

void ReadWebhookRequests(const FleetView& view, SeriesWriter& out) {
  for (const auto& [provider, answers] : AllAnswers(view)) {
    for (const auto& [code, count] : answers.codes) {
      out.Add({provider, code == 0 ? "other" : std::to_string(code)}, static_cast<double>(count));
    }
  }
}

void ReadWebhookRefusals(const FleetView& view, SeriesWriter& out) {
  for (const auto& [provider, answers] : AllAnswers(view)) {
    for (const auto& [reason, name] : EnumNames<WebhookRefusal>::table) {
      const std::uint64_t count = answers.refusals[static_cast<std::size_t>(reason)];
      out.Add({provider, name}, static_cast<double>(count));
    }
  }
}

}  // namespace wa
