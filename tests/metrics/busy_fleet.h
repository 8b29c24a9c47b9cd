#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "metrics/fleet_for_metrics.h"

namespace wa::test {

inline constexpr std::string_view kEntities[]{"phone_number",     "waba", "business", "app",
                                              "message_template", "other"};

// Of the conditions of single messages most accounts meet a few only. So many kinds fit into the
// budget beside everything else.
inline constexpr int kFailureKinds = 8;

inline NumberFacts BusyNumber() {
  NumberFacts number;
  number.quality_level = 2;
  number.status = number.name_status = number.throughput = "other";
  number.messaging_limit = 250;
  number.verification = "not_verified";
  number.webhook = "foreign";
  number.templates.emplace() = {{"approved", 100}, {"pending", 1}, {"rejected", 2}};
  return number;
}

// Everything that can have a series has one; every `n`th account has an incident.
inline std::shared_ptr<const FleetSnapshot> BusyFleet(int accounts, int n,
                                                      MetricsMode mode = MetricsMode::kFull) {
  FleetBuilder fleet;
  for (int i = 0; i < accounts; ++i) {
    AccountStatus& status = fleet.Add("account-" + std::to_string(100'000 + i));
    for (const std::string_view entity : kEntities) {
      status.health.Edit().push_back({std::string(entity), HealthLevel::kLimited});
    }
    status.number = BusyNumber();
    status.last_event = kNow;
    status.messages.Edit().total = 3;
    status.unavailable = seconds(60);
    fleet.LastAccount().api_key = Secret("key");
    fleet.LastAccount().key_since = kNow;
    for (int kind = 0; kind < kFailureKinds; ++kind) {
      status.messages.Edit().failures["kind-" + std::to_string(kind)] = 1;
    }
    if (i % n != 0) continue;
    IncidentView& incident = fleet.AddIncident("internal-server-error", seconds(100));
    incident.retry_at = kNow + seconds(5);
    incident.http_status = 500;
    incident.contradiction = "A webhook said that it is over; the polls still see it.";
  }
  fleet.snapshot().metrics_mode = mode;
  return fleet.Build();
}

}  // namespace wa::test
