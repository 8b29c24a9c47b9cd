#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "metrics/scrape.h"

// What webhooks and other people's answers told, as series.
namespace wa {
namespace {

using namespace wa::test;

std::string Series(const std::string& name, const std::string& label, std::string_view value) {
  return name + "{provider=\"d360\"," + label + "=\"" + std::string(value) + "\"}";
}

TEST(WebhookMetrics, CountersAreThereBeforeTheFirstEvent) {
  const Samples samples = Scrape(FleetBuilder().Build());
  for (const char* provider : {"d360", "other"}) {
    const std::string labels = "{provider=\"" + std::string(provider) + "\",";
    for (const char* code : {"200", "400", "401", "404", "413", "503"}) {
      EXPECT_EQ(samples.at("waba_webhook_requests_total" + labels + "code=\"" + code + "\"}"), 0);
    }
    for (const auto& [reason, name] : EnumNames<WebhookRefusal>::table) {
      EXPECT_EQ(samples.at("waba_webhook_rejected_total" + labels + "reason=\"" +
                           std::string(name) + "\"}"),
                0);
    }
  }
  EXPECT_EQ(samples.at(Series("waba_webhook_events_total", "event", "account_update")), 0);
  EXPECT_EQ(samples.at("waba_webhook_event_delay_seconds_count{provider=\"d360\"}"), 0);
  EXPECT_EQ(samples.at(Series("waba_registration_errors_total", "condition",
                              "cloud-registration-rate-limited")),
            0);
}

// Else most of the dense series were 0 for ever.
TEST(WebhookMetrics, ConditionsOfSingleMessagesAreFailuresAndNeverIncidents) {
  const Samples samples = Scrape(FleetBuilder().Build());
  int of_messages = 0;
  for (const Condition& condition : *Shipped().conditions()) {
    if (condition.scope != Scope::kMessage) continue;
    ++of_messages;
    const Samples series = Holding(samples, "condition=\"" + condition.slug + "\"");
    EXPECT_EQ(Holding(series, "waba_condition_info{").size(), 1U);
    EXPECT_EQ(series.at(Series("waba_message_failures_total", "condition", condition.slug)), 0);
    EXPECT_EQ(series.size(), 2U) << condition.slug;
  }
  EXPECT_GT(of_messages, 0);
}

TEST(WebhookMetrics, MessagesOfAnAccountAreCountedFromZeroAndItsFailuresFromTheFirst) {
  FleetBuilder fleet;
  AccountStatus& status = fleet.Add("berlin-shop");
  const std::string account = "{account=\"berlin-shop\"";
  Samples samples = Scrape(fleet.Build());
  EXPECT_EQ(samples.at("waba_messages_total" + account + "}"), 0);
  EXPECT_EQ(samples.at("waba_messages_failed_total" + account + "}"), 0);
  EXPECT_TRUE(Holding(samples, "waba_account_message_failures_total").empty());
  EXPECT_TRUE(Holding(samples, "waba_webhook_last_event").empty());

  status.messages =
      MessageCounts{.total = 9, .failed = 3, .failures = {{"cloud-session-closed", 3}}};
  status.last_event = kNow;
  samples = Scrape(fleet.Build());
  EXPECT_EQ(samples.at("waba_messages_total" + account + "}"), 9);
  EXPECT_EQ(samples.at("waba_messages_failed_total" + account + "}"), 3);
  EXPECT_EQ(samples.at("waba_account_message_failures_total" + account +
                       ",condition=\"cloud-session-closed\"}"),
            3);
  EXPECT_EQ(samples.at("waba_webhook_last_event_timestamp_seconds" + account + "}"),
            UnixSeconds(kNow));
}

TEST(WebhookMetrics, ShowWhatWasCountedByProvider) {
  FleetBuilder fleet;
  fleet.tallies().events["account_update"] = 4;
  fleet.tallies().message_failures["cloud-session-closed"] = 5;
  fleet.tallies().registration_errors["cloud-registration-rate-limited"] = 6;
  fleet.tallies().event_delay.Add(kEventDelayBounds, 5.0);
  fleet.tallies().event_delay.Add(kEventDelayBounds, 5.5);
  const Samples samples = Scrape(fleet.Build());
  EXPECT_EQ(samples.at(Series("waba_webhook_events_total", "event", "account_update")), 4);
  EXPECT_EQ(samples.at(Series("waba_message_failures_total", "condition", "cloud-session-closed")),
            5);
  EXPECT_EQ(samples.at(Series("waba_registration_errors_total", "condition",
                              "cloud-registration-rate-limited")),
            6);
  EXPECT_EQ(samples.at(Series("waba_webhook_event_delay_seconds_bucket", "le", "5.0")), 1);
  EXPECT_EQ(samples.at(Series("waba_webhook_event_delay_seconds_bucket", "le", "15.0")), 2);
}

TEST(WebhookMetrics, RequestsAreCountedByProviderCodeAndReason) {
  Exposition exposition(SourceOf(FleetBuilder().Build()), TestBuild(), {});
  exposition.CountWebhook("d360", 200, std::nullopt);
  exposition.CountWebhook("d360", 401, WebhookRefusal::kSignature);
  exposition.CountWebhook("d360", 400, WebhookRefusal::kJson);
  exposition.CountWebhook("d360", 400, WebhookRefusal::kSchema);
  exposition.CountWebhook("d360", 418, std::nullopt);
  exposition.CountWebhook("d360", 0, std::nullopt);
  exposition.CountWebhook("", 404, WebhookRefusal::kAccount);
  const Samples samples = ParseSamples(*exposition.Text(TextFormat::kPrometheus, false));
  const auto requests = [&](const char* code) {
    return samples.at(Series("waba_webhook_requests_total", "code", code));
  };
  EXPECT_EQ(requests("200"), 1);
  EXPECT_EQ(requests("400"), 2);
  EXPECT_EQ(requests("401"), 1);
  EXPECT_EQ(requests("404"), 0);
  EXPECT_EQ(requests("418"), 1);
  EXPECT_EQ(requests("other"), 1);
  EXPECT_EQ(samples.at("waba_webhook_requests_total{provider=\"other\",code=\"404\"}"), 1);
  const auto rejected = [&](const char* reason) {
    return samples.at(Series("waba_webhook_rejected_total", "reason", reason));
  };
  EXPECT_EQ(rejected("signature"), 1);
  EXPECT_EQ(rejected("json"), 1);
  EXPECT_EQ(rejected("schema"), 1);
  EXPECT_EQ(rejected("account"), 0);
  EXPECT_EQ(samples.at("waba_webhook_rejected_total{provider=\"other\",reason=\"account\"}"), 1);
}

// Once the wait is over nothing is left of it but its count.
TEST(WebhookMetrics, ARegistrationsWaitIsAMomentThatEndsWithItsIncident) {
  FleetBuilder fleet;
  AccountStatus& status = fleet.Add("berlin-shop");
  fleet.AddIncident("cloud-registration-rate-limited", seconds(0)).retry_at = kNow + minutes(98);
  const std::string retry =
      "waba_condition_retry_timestamp_seconds{account=\"berlin-shop\","
      "condition=\"cloud-registration-rate-limited\"}";
  EXPECT_EQ(Scrape(fleet.Build()).at(retry), UnixSeconds(kNow) + 98 * 60);
  status.incidents.clear();
  EXPECT_EQ(Scrape(fleet.Build()).count(retry), 0U);
}

TEST(WebhookMetrics, AContradictionIsASeriesWhileItLasts) {
  FleetBuilder fleet;
  fleet.Add("berlin-shop");
  IncidentView& incident = fleet.AddIncident("health-blocked", seconds(60));
  EXPECT_TRUE(Holding(Scrape(fleet.Build()), "contradicted").empty());
  incident.contradiction = "A webhook said that it is over; the polls still see it.";
  EXPECT_EQ(Holding(Scrape(fleet.Build()), "contradicted"),
            (Samples{{"waba_condition_contradicted_info{account=\"berlin-shop\","
                      "condition=\"health-blocked\"}",
                      1}}));
}

TEST(WebhookMetrics, UnknownAnswersThatAreKeptAreCounted) {
  FleetBuilder fleet;
  EXPECT_EQ(Scrape(fleet.Build()).at("waba_exporter_unknown_answers"), 0);
  fleet.snapshot().unknown = std::make_shared<const std::vector<UnknownAnswer>>(3);
  EXPECT_EQ(Scrape(fleet.Build()).at("waba_exporter_unknown_answers"), 3);
}

// Most worth under the thread sanitizer.
TEST(WebhookMetrics, RequestsFromManyThreadsAreAllCounted) {
  Exposition exposition(SourceOf(FleetBuilder().Build()), TestBuild(), {});
  constexpr int kThreads = 4;
  constexpr int kRounds = 1'000;
  std::atomic<int> missing{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < kRounds; ++i) exposition.CountWebhook("d360", 200, std::nullopt);
      if (exposition.Text(TextFormat::kPrometheus, false) == nullptr) ++missing;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(missing.load(), 0);
  EXPECT_EQ(ParseSamples(*exposition.Text(TextFormat::kPrometheus, false))
                .at(Series("waba_webhook_requests_total", "code", "200")),
            kThreads * kRounds);
}

}  // namespace
}  // namespace wa
