#include "metrics/exposition.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>

#include "base/log.h"
#include "metrics/scrape.h"

namespace wa {
namespace {

using namespace wa::test;

TEST(Exposition, CountersAreThereBeforeTheFirstEvent) {
  const Samples samples = Scrape(FleetBuilder().Build());
  EXPECT_EQ(samples.at("waba_requests_total{provider=\"d360\",operation=\"health\"}"), 0);
  for (const auto& [reason, name] : EnumNames<RequestFailure>::table) {
    EXPECT_EQ(samples.at("waba_request_failures_total{provider=\"d360\",operation=\"health\","
                         "reason=\"" +
                         std::string(name) + "\"}"),
              0);
  }
  for (const auto& [reason, name] : EnumNames<SkipReason>::table) {
    EXPECT_EQ(samples.at("waba_polls_skipped_total{provider=\"d360\",reason=\"" +
                         std::string(name) + "\"}"),
              0);
  }
  EXPECT_EQ(samples.at("waba_exporter_store_write_failures_total"), 0);
  EXPECT_EQ(samples.at("waba_exporter_http_requests_total{handler=\"metrics\",code=\"503\"}"), 0);
  EXPECT_EQ(samples.at("waba_exporter_unclassified_answers_total{provider=\"d360\","
                       "operation=\"health\"}"),
            0);
}

TEST(Exposition, EveryConditionIsThereWithNobodyInIt) {
  const Samples samples = Scrape(FleetBuilder().Build());
  for (const Condition& condition : *Shipped().conditions()) {
    if (condition.scope == Scope::kMessage) continue;
    const std::string labels = "{condition=\"" + condition.slug + "\",provider=\"d360\"}";
    EXPECT_EQ(samples.at("waba_condition_accounts" + labels), 0);
    EXPECT_EQ(samples.at("waba_incidents_total" + labels), 0);
    EXPECT_EQ(samples.count("waba_incident_duration_seconds_count" + labels),
              condition.StopsSending() && condition.reach != Reach::kEvent ? 1U : 0U)
        << condition.slug;
  }
  for (const auto& [state, name] : EnumNames<AccountState>::table) {
    EXPECT_EQ(samples.at("waba_accounts{provider=\"d360\",state=\"" + std::string(name) + "\"}"),
              0);
  }
}

// What a provider has, its accounts have; what our own network has, all have.
TEST(Exposition, CountsTheAccountsThatSomethingWiderConcerns) {
  FleetBuilder fleet;
  fleet.Add("a");
  fleet.LastAccount().partner = "acme";
  fleet.AddIncident("internal-server-error", seconds(100));
  fleet.Add("b");
  fleet.Add("c");
  fleet.LastAccount().provider = "other";
  fleet.AddSubject(SubjectKind::kProvider, "provider/d360");
  fleet.AddIncident("provider-outage", seconds(1));
  fleet.AddSubject(SubjectKind::kPartner, "partner/acme").partner = "acme";
  fleet.AddIncident("partner-login-failed", seconds(1));
  fleet.AddSubject(SubjectKind::kUplink, "uplink");
  fleet.AddIncident("uplink-down", seconds(1));
  const Samples samples = Scrape(fleet.Build());
  const auto accounts = [&](const std::string& condition) {
    return samples.at("waba_condition_accounts{condition=\"" + condition + "\",provider=\"d360\"}");
  };
  EXPECT_EQ(accounts("internal-server-error"), 1);
  EXPECT_EQ(accounts("provider-outage"), 2);
  EXPECT_EQ(accounts("partner-login-failed"), 1);
  EXPECT_EQ(accounts("uplink-down"), 2);
}

// Whoever reported it to the account may have been answered what its provider was.
TEST(Exposition, CountsAnAccountOnceForWhatItAndSomethingWiderHave) {
  FleetBuilder fleet;
  fleet.Add("a");
  fleet.LastAccount().partner = "acme";
  fleet.AddIncident("partner-login-failed", seconds(10));
  fleet.AddSubject(SubjectKind::kPartner, "partner/acme").partner = "acme";
  fleet.AddIncident("partner-login-failed", seconds(1));
  EXPECT_EQ(
      Scrape(fleet.Build())
          .at("waba_condition_accounts{condition=\"partner-login-failed\",provider=\"d360\"}"),
      1);
}

TEST(Exposition, IncidentsOfOurOwnNetworkAreNoProviders) {
  FleetBuilder fleet;
  fleet.snapshot().own_incidents["uplink-down"] = 2;
  const Samples samples = Scrape(fleet.Build());
  EXPECT_EQ(samples.at("waba_incidents_total{condition=\"uplink-down\",provider=\"\"}"), 2);
  EXPECT_EQ(samples.at("waba_incidents_total{condition=\"uplink-down\",provider=\"d360\"}"), 0);
}

TEST(Exposition, SeriesOfAnIncidentEndWithIt) {
  FleetBuilder fleet;
  AccountStatus& status = fleet.Add("berlin-shop");
  fleet.AddIncident("internal-server-error", seconds(100)).retry_at = kNow + seconds(5);
  const std::string_view both = "account=\"berlin-shop\",condition=";
  EXPECT_EQ(Holding(Scrape(fleet.Build()), both).size(), 6U);
  status.incidents.clear();
  EXPECT_TRUE(Holding(Scrape(fleet.Build()), both).empty());
}

TEST(Exposition, MomentsThatAreNotKnownHaveNoSeries) {
  FleetBuilder fleet;
  AccountStatus& status = fleet.Add("berlin-shop");
  status.last_poll.reset();
  status.last_success.reset();
  status.next_poll = {};
  fleet.AddIncident("internal-server-error", seconds(100)).earliest_start.reset();
  status.last_success.reset();
  const Samples samples = Scrape(fleet.Build());
  EXPECT_TRUE(Holding(samples, "waba_account_last").empty());
  EXPECT_TRUE(Holding(samples, "waba_account_next").empty());
  EXPECT_TRUE(Holding(samples, "waba_condition_start_earliest").empty());
  EXPECT_TRUE(Holding(samples, "waba_condition_retry").empty());
  EXPECT_TRUE(Holding(samples, "waba_exporter_store_last_write").empty());
}

TEST(Exposition, AnAccountThatNobodyLooksAtIsUnknown) {
  FleetBuilder fleet;
  AccountStatus& status = fleet.Add("berlin-shop");
  status.health.Edit() = {{"waba", HealthLevel::kLimited}};
  fleet.AddIncident("internal-server-error", seconds(900));
  const std::string level = "waba_account_state_level{account=\"berlin-shop\"}";
  const std::string health = "waba_health_level{account=\"berlin-shop\",entity=\"waba\"}";
  status.next_poll = kNow - minutes(3);
  Samples samples = Scrape(fleet.Build());
  EXPECT_EQ(samples.at(level), 5);
  EXPECT_EQ(samples.at(health), 1);
  *status.next_poll -= Duration(1);
  samples = Scrape(fleet.Build());
  EXPECT_EQ(samples.at(level), 1);
  EXPECT_EQ(samples.at("waba_accounts{provider=\"d360\",state=\"unknown\"}"), 1);
  EXPECT_EQ(samples.count(health), 0U) << "what nobody refreshes is withdrawn";
  EXPECT_EQ(Holding(samples, "condition_last_seen").size(), 1U) << "but never the incident";
}

TEST(Exposition, HealthThatIsUnknownHasNoSeries) {
  FleetBuilder fleet;
  fleet.Add("berlin-shop").health = {{"phone_number", HealthLevel::kAvailable},
                                     {"waba", HealthLevel::kUnknown}};
  const Samples health = Holding(Scrape(fleet.Build()), "waba_health_level");
  EXPECT_EQ(health,
            (Samples{{"waba_health_level{account=\"berlin-shop\",entity=\"phone_number\"}", 0}}));
}

TEST(Exposition, TagsAreLabelsThatCollideWithNothing) {
  FleetBuilder fleet;
  fleet.Add("berlin-shop");
  fleet.LastAccount().tags.Edit() = {
      {"Team", "a"}, {"team", "b"}, {"job", "c"}, {"two-words", "say \"d\""}};
  const Samples info = Holding(Scrape(fleet.Build()), "waba_account_info");
  EXPECT_EQ(info, (Samples{{"waba_account_info{account=\"berlin-shop\",provider=\"d360\","
                            "hosting=\"cloud\",plan=\"regular\",tag_team=\"a\",tag_job=\"c\","
                            "tag_two_words=\"say \\\"d\\\"\"}",
                            1}}));
}

TEST(Exposition, HistogramsAreCumulative) {
  FleetBuilder fleet;
  Histogram<9>& durations = fleet.tallies().incident_durations["internal-server-error"];
  for (const double value : {20.0, 600.0, 600.5, 30000.0}) durations.Add(kIncidentBounds, value);
  const Samples samples = Scrape(fleet.Build());
  const std::string labels = "condition=\"internal-server-error\",provider=\"d360\"";
  const std::string bucket = "waba_incident_duration_seconds_bucket{" + labels + ",le=";
  EXPECT_EQ(samples.at(bucket + "\"30.0\"}"), 1);
  EXPECT_EQ(samples.at(bucket + "\"600.0\"}"), 2) << "the allowance is still within";
  EXPECT_EQ(samples.at(bucket + "\"900.0\"}"), 3);
  EXPECT_EQ(samples.at(bucket + "\"21600.0\"}"), 3);
  EXPECT_EQ(samples.at(bucket + "\"+Inf\"}"), 4);
  EXPECT_EQ(samples.at("waba_incident_duration_seconds_sum{" + labels + "}"), 31220.5);
}

TEST(Exposition, AllowanceIsThatOfThePlan) {
  const Samples samples = Scrape(FleetBuilder().Build());
  const auto allowance = [&](const std::string& plan) {
    return samples.at("waba_plan_restart_allowance_seconds{provider=\"d360\",plan=\"" + plan +
                      "\"}");
  };
  EXPECT_EQ(allowance("regular"), 600);
  EXPECT_EQ(allowance("unknown"), 600);
  EXPECT_EQ(allowance("premium"), 0);
}

TEST(Exposition, UplinkIsALevel) {
  FleetBuilder fleet;
  const auto level = [&](const char* uplink) {
    fleet.snapshot().uplink = uplink;
    return Scrape(fleet.Build()).at("waba_exporter_uplink_level");
  };
  EXPECT_EQ(level("up"), 0);
  EXPECT_EQ(level("unknown"), 1);
  EXPECT_EQ(level("down"), 2);
}

TEST(Exposition, BeforeTheFirstSnapshotItShowsItselfOnly) {
  const std::string text = TextOf(SourceOf(nullptr));
  const Samples samples = ParseSamples(text);
  EXPECT_NE(text.find("# TYPE waba_accounts gauge"), std::string::npos);
  EXPECT_TRUE(Holding(samples, "waba_account").empty());
  EXPECT_TRUE(Holding(samples, "waba_condition").empty());
  EXPECT_EQ(samples.at("waba_exporter_collector_success{collector=\"fleet\"}"), 0);
  EXPECT_EQ(samples.at("waba_exporter_collector_success{collector=\"process\"}"), 1);
  EXPECT_EQ(samples.at("waba_exporter_config_last_reload_successful"), 1);
}

TEST(Exposition, ShowsTheStateOfTheExporter) {
  MetricsSource source = SourceOf(FleetBuilder().Build());
  source.exporter = [] {
    return ExporterState{.store_queue_length = 7,
                         .store_write_failures = 3,
                         .store_last_write = kNow,
                         .store_damaged = 2,
                         .config_reload_successful = false,
                         .config_reload_success = kNow - seconds(9)};
  };
  const Samples samples = ParseSamples(TextOf(source));
  EXPECT_EQ(samples.at("waba_exporter_store_queue_length"), 7);
  EXPECT_EQ(samples.at("waba_exporter_store_write_failures_total"), 3);
  EXPECT_EQ(samples.at("waba_exporter_store_damaged_files"), 2);
  EXPECT_EQ(samples.at("waba_exporter_store_last_write_timestamp_seconds"), UnixSeconds(kNow));
  EXPECT_EQ(samples.at("waba_exporter_config_last_reload_successful"), 0);
  EXPECT_EQ(samples.at("waba_exporter_config_last_reload_success_timestamp_seconds"),
            UnixSeconds(kNow) - 9);
}

TEST(Exposition, CountsLogLines) {
  const std::string series = "waba_exporter_log_messages_total{level=\"warning\"}";
  const double before = Scrape(nullptr).at(series);
  Log(LogLevel::kWarning, "a line for the test");
  EXPECT_EQ(Scrape(nullptr).at(series), before + 1);
}

TEST(Exposition, CountsRequestsByHandlerAndCode) {
  Exposition exposition(SourceOf(nullptr), TestBuild(), {"metrics"});
  exposition.CountRequest("metrics", 200);
  exposition.CountRequest("metrics", 200);
  exposition.CountRequest("metrics", 431);
  exposition.CountRequest("metrics", 0);
  exposition.CountRequest("never heard of", 404);
  Samples counted = Holding(ParseSamples(*exposition.Text(TextFormat::kPrometheus, false)),
                            "http_requests_total");
  const auto count = [&](const std::string& handler, const std::string& code) {
    return counted.at("waba_exporter_http_requests_total{handler=\"" + handler + "\",code=\"" +
                      code + "\"}");
  };
  EXPECT_EQ(count("metrics", "200"), 2);
  EXPECT_EQ(count("metrics", "431"), 1);
  EXPECT_EQ(count("metrics", "other"), 1);
  EXPECT_EQ(count("metrics", "404"), 0);
  EXPECT_EQ(count("other", "404"), 1);
}

TEST(Exposition, WhatThrowsInsideIsLoggedAndGivesNothing) {
  MetricsSource source = SourceOf(nullptr);
  source.exporter = []() -> ExporterState { throw std::runtime_error("no state"); };
  const std::uint64_t before = LoggedLines(LogLevel::kError);
  EXPECT_EQ(Exposition(source, TestBuild(), {}).Text(TextFormat::kPrometheus, false), nullptr);
  EXPECT_EQ(Exposition(source, TestBuild(), {}).Text(TextFormat::kPrometheus, true), nullptr);
  EXPECT_EQ(LoggedLines(LogLevel::kError), before + 2);
}

// Most worth under the thread sanitizer.
TEST(Exposition, ScrapesAndRequestsFromManyThreadsAreAllCounted) {
  FleetBuilder fleet;
  for (int i = 100; i < 120; ++i) fleet.Add("account-" + std::to_string(i));
  Exposition exposition(SourceOf(fleet.Build()), TestBuild(), TestHandlers());
  constexpr int kThreads = 4;
  constexpr int kRounds = 25;
  std::atomic<int> missing{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kRounds; ++i) {
        exposition.CountRequest("metrics", 200);
        if (exposition.Text(TextFormat::kPrometheus, t % 2 == 0) == nullptr) ++missing;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(missing.load(), 0);
  EXPECT_EQ(ParseSamples(*exposition.Text(TextFormat::kPrometheus, false))
                .at("waba_exporter_http_requests_total{handler=\"metrics\",code=\"200\"}"),
            kThreads * kRounds);
}

}  // namespace
}  // namespace wa
