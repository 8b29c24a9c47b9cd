#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "load/load_conditions.h"
#include "model/fleet.h"

namespace wa {

// The night of 26 November 2026, 03:14:12 UTC.
inline const SystemTime kNight{std::chrono::seconds(1'795'662'852)};

inline std::shared_ptr<const Catalogue> TheCatalogue() {
  static const auto catalogue = *ParseConditions(EmbeddedConditions(), "conditions.toml");
  return catalogue;
}

inline std::shared_ptr<Account> AnAccount(const std::string& name) {
  auto account = std::make_shared<Account>();
  account->name = name;
  account->provider = "d360";
  account->plan = Plan::kRegular;
  account->phone_number = "+49 30 1234567";
  account->channel_id = "aB3dE5CH";
  account->waba_id = "104996122399160";
  account->api_key = Secret("canary-secret-of-" + name);
  account->webhook.Edit().signature_key = Secret("canary-secret-of-webhook");
  return account;
}

// A provider "d360" with one account in trouble and `others` that are fine.
inline FleetSnapshot AFleet(IncidentView incident, int others = 2) {
  FleetSnapshot fleet;
  fleet.published = kNight;
  fleet.polling_interval = std::chrono::seconds(60);
  fleet.uplink = "up";
  fleet.conditions = TheCatalogue()->conditions();
  ProviderSettings provider;
  provider.name = "d360";
  provider.base_url = "https://waba-v2.360dialog.io";
  fleet.providers = {provider};
  fleet.status_pages = {{"d360", "all", 0}};
  const auto add = [&](const std::string& name, std::vector<IncidentView> incidents) {
    auto status = std::make_shared<AccountStatus>();
    status->account = AnAccount(name);
    status->last_poll = kNight;
    status->next_poll = kNight + std::chrono::seconds(15);
    status->known = true;
    status->incidents = std::move(incidents);
    fleet.accounts.push_back(status);
  };
  add("berlin-shop", {std::move(incident)});
  for (int i = 0; i < others; ++i) add("other-" + std::to_string(i), {});
  return fleet;
}

// Of that condition, lasting so long until the night's moment.
inline IncidentView AnIncident(const Condition& condition, Duration lasted) {
  IncidentView view;
  view.id = "berlin-shop/" + condition.slug + "/1";
  view.condition = view.seen_now = &condition;
  view.last_seen = kNight;
  view.start = kNight - lasted;
  view.earliest_start = view.start - std::chrono::seconds(60);
  view.grace = condition.GraceFor(ProviderKind::k360dialog, Plan::kRegular);
  view.sightings = 57;
  view.http_status = 500;
  view.detail = "what the provider said";
  view.request_id = "req-1";
  return view;
}

}  // namespace wa
