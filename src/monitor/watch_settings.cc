#include "monitor/watch_settings.h"

#include <algorithm>

namespace wa {
namespace {

TrackerSettings SettingsFor(bool is_polled, Duration restart_allowance,
                            const std::shared_ptr<const Config>& config) {
  const PollingConfig& polling = config->polling;
  TrackerSettings settings{.interval = polling.interval,
                           .is_polled = is_polled,
                           .rare_interval = polling.rare_interval,
                           .confirm_after = polling.trouble_interval / 2,
                           .restart_allowance = restart_allowance,
                           .overrides = {config, &config->conditions}};
  const auto set = [&](Operation operation, Duration interval) {
    settings.intervals[static_cast<std::size_t>(operation)] = interval;
    settings.unasked[static_cast<std::size_t>(operation)] = interval == Duration(0);
  };
  set(Operation::kWebhook, polling.webhook_interval);
  set(Operation::kTemplates, polling.templates_interval);
  // Who asks tells no interval; an hour is longer than any listing should take.
  set(Operation::kChannels, std::chrono::hours(1));
  return settings;
}

}  // namespace

std::shared_ptr<const TrackerSettings> WatchSettings::TrackingOf(const Account& account) {
  const bool is_polled = account.subject != SubjectKind::kAccount || account.CanBePolled();
  const Duration restart_allowance = catalogue_.AllowancePerDay(account.kind, account.plan);
  auto& settings = tracking_[{is_polled, restart_allowance}];
  if (settings == nullptr) {
    settings =
        std::make_shared<const TrackerSettings>(SettingsFor(is_polled, restart_allowance, config_));
  }
  return settings;
}

Duration WatchSettings::ListingIntervalOf(const Account& account) const {
  const auto found = std::find_if(config_->partners.begin(), config_->partners.end(),
                                  [&](const auto& p) { return p.name == account.partner; });
  return found == config_->partners.end() ? Duration(0) : found->interval;
}

}  // namespace wa
