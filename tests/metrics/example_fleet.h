#pragma once

#include <limits>

#include "metrics/fleet_for_metrics.h"

// A small fleet in which every family of the fleet has a series.
namespace wa::test {

inline void AddAccounts(FleetBuilder& fleet) {
  AccountStatus& fine = fleet.Add("berlin-shop");
  fleet.LastAccount().tags.Edit() = {{"team", "retail"}};
  fine.health.Edit() = {{"phone_number", HealthLevel::kAvailable}, {"waba", HealthLevel::kLimited}};
  fine.number.Edit().quality_level = 1;
  fine.number.Edit().status = "connected";
  fine.number.Edit().name_status = "approved";
  fine.number.Edit().messaging_limit = 2'000;
  fine.number.Edit().throughput = "standard";
  fine.number.Edit().verification = "not_verified";
  fine.number.Edit().webhook = "expected";
  fine.number.Edit().templates.emplace() = {{"approved", 12}, {"paused", 1}};
  fleet.LastAccount().api_key = Secret("marked");
  fleet.LastAccount().key_since = kNow - minutes(60 * 24 * 30);
  fine.restarts = 3;
  fine.restart_time = seconds(612);
  fine.unavailable = seconds(612);

  AccountStatus& restarting = fleet.Add("hamburg-shop");
  restarting.unavailable = seconds(192);
  restarting.number.Edit().messaging_limit = std::numeric_limits<double>::infinity();
  IncidentView& restart = fleet.AddIncident("internal-server-error", seconds(192));
  restart.sightings = 4;
  restart.http_status = 500;

  fleet.Add("munich-shop").unavailable = std::chrono::milliseconds(760'250);
  fleet.AddIncident("internal-server-error", std::chrono::milliseconds(760'250)).explained_by =
      "provider/d360";

  fleet.Add("paris-support");
  fleet.LastAccount().plan = Plan::kPremium;
  fleet.AddIncident("endpoint-rate-limited", seconds(45)).retry_at = kNow + seconds(20);

  AccountStatus& unknown = fleet.Add("vienna-shop");
  fleet.LastAccount().plan = Plan::kUnknown;
  unknown.known = false;
  unknown.last_poll.reset();
  unknown.last_success.reset();

  fleet.Add("york-a").shares_key_with = "york-b";
  fleet.AddIncident("invalid-api-key", seconds(3'600));
  fleet.Add("york-b").shares_key_with = "york-a";
}

// What somebody else told of an account that the polls find well.
inline void AddToldAccount(FleetBuilder& fleet) {
  AccountStatus& told = fleet.Add("zurich-shop");
  told.messages = {.total = 120, .failed = 7, .failures = {{"cloud-session-closed", 7}}};
  told.last_event = kNow - std::chrono::milliseconds(2'500);
  fleet.AddIncident("cloud-registration-rate-limited", seconds(0)).retry_at =
      kNow + minutes(72 * 60);
  IncidentView& disabled = fleet.AddIncident("cloud-account-restricted", seconds(300));
  disabled.earliest_start.reset();
  disabled.contradiction = "A webhook told of it; the polls see nothing wrong.";
  told.last_success = told.last_poll;
}

// What explains a trouble, and one that is explained.
inline void AddSubjects(FleetBuilder& fleet) {
  fleet.AddSubject(SubjectKind::kProvider, "provider/d360");
  fleet.AddIncident("provider-outage", seconds(90));
}

inline void AddTallies(FleetBuilder& fleet) {
  ProviderTallies& tallies = fleet.tallies();
  ProviderTallies::PerOperation& health = tallies.operations[0];
  health.requests = 4;
  health.failures[static_cast<std::size_t>(RequestFailure::kHttp5xx)] = 2;
  health.rate_limited = 1;
  for (const double value : {0.125, 0.25, 0.5, 11.0}) health.duration.Add(kRequestBounds, value);
  tallies.phases.tls = std::chrono::milliseconds(125);
  tallies.phases.processing = std::chrono::milliseconds(500);
  tallies.skipped[static_cast<std::size_t>(SkipReason::kBudget)] = 1;
  for (const double value : {0.004, 0.05, 1.5}) tallies.poll_delay.Add(kPollDelayBounds, value);
  tallies.incidents["internal-server-error"] = 5;
  tallies.incidents["endpoint-rate-limited"] = 1;
  for (const double value : {190.0, 202.0, 220.0}) {
    tallies.incident_durations["internal-server-error"].Add(kIncidentBounds, value);
  }
}

inline void AddToldTallies(FleetBuilder& fleet) {
  ProviderTallies& tallies = fleet.tallies();
  tallies.message_failures["cloud-session-closed"] = 7;
  tallies.registration_errors["cloud-registration-rate-limited"] = 1;
  tallies.events["message_sent"] = 113;
  tallies.events["message_failed"] = 7;
  tallies.events["account_update"] = 1;
  for (const double value : {0.5, 1.0, 4.0, 30000.0}) {
    tallies.event_delay.Add(kEventDelayBounds, value);
  }
}

// What is asked beside the polls.
inline void AddSources(FleetBuilder& fleet) {
  PartnerTallies& partner = fleet.snapshot().partners["acme"];
  auto& channels = partner.operations[static_cast<std::size_t>(PartnerOperation::kChannels)];
  channels.requests = 12;
  channels.failures[static_cast<std::size_t>(RequestFailure::kTimeout)] = 1;
  partner.operations[static_cast<std::size_t>(PartnerOperation::kLogin)].requests = 1;
  partner.channels = {{"error", 1}, {"ready", 41}};
  partner.changes[static_cast<std::size_t>(ChannelChangeKind::kMoved)] = 2;
  partner.last_success = kNow - seconds(60);
  fleet.snapshot().sources = {{"http_sd/cmdb", {7, kNow - seconds(30)}}, {"waba/shop", {}}};
  fleet.snapshot().status_pages = {{"d360", "all", 2}};
  fleet.snapshot().status_page_leads = {{"d360", seconds(720)}};
  fleet.snapshot().own_incidents = {{"uplink-down", 1}};
  fleet.snapshot().budgets = {{BudgetKind::kProvider, "d360", 1, 5, 3.5, 0.75, 0},
                              {BudgetKind::kCredential, "d360", 6, 150, 100, 0, 2},
                              {BudgetKind::kPartner, "d360", 1, 1, 1, 1, 0}};
}

// What people told.
inline void AddDesk(FleetBuilder& fleet) {
  Maintenance maintenance;
  maintenance.scope.accounts = {"york-b"};
  MaintenanceView view{std::make_shared<const Maintenance>(maintenance), std::nullopt};
  view.next = TimeSpan{kNow - seconds(60), kNow + seconds(60)};
  fleet.snapshot().maintenance = std::make_shared<const std::vector<MaintenanceView>>(1, view);
  SupportCase support_case;
  support_case.id = "c0123456789ab";
  support_case.account = "munich-shop";
  support_case.answer_due = kNow + seconds(14'000);
  fleet.snapshot().cases = std::make_shared<const std::vector<SupportCase>>(1, support_case);
}

// A few conditions stand for the catalogue, so that what is added to it does not show here.
inline FleetBuilder ExampleFleet() {
  FleetBuilder fleet(
      Some({"internal-server-error", "invalid-api-key", "endpoint-rate-limited", "health-limited",
            "unknown-error", "cloud-session-closed", "cloud-media-failed",
            "cloud-registration-rate-limited", "cloud-account-restricted", "provider-outage"}));
  AddAccounts(fleet);
  AddToldAccount(fleet);
  AddSubjects(fleet);
  AddTallies(fleet);
  AddToldTallies(fleet);
  AddSources(fleet);
  AddDesk(fleet);
  fleet.snapshot().in_flight = 1;
  return fleet;
}

}  // namespace wa::test
