#include <gtest/gtest.h>

#include "metrics/scrape.h"

// What is known of keys, and never a key.
namespace wa {
namespace {

using namespace wa::test;

constexpr double kUnixNow = 1'795'507'950;

TEST(KeyMetrics, WhenAKeyWasChanged) {
  FleetBuilder fleet;
  fleet.Add("a");
  fleet.LastAccount().api_key = Secret("marked");
  fleet.LastAccount().key_since = kNow - seconds(86'400);
  fleet.Add("b");  // of which only its partner's API tells
  const Samples changed =
      Holding(Scrape(fleet.Build()), "waba_account_key_changed_timestamp_seconds{");
  EXPECT_EQ(
      changed,
      (Samples{{R"(waba_account_key_changed_timestamp_seconds{account="a"})", kUnixNow - 86'400}}));
}

TEST(KeyMetrics, SinceWhenAKeyIsRefused) {
  FleetBuilder fleet;
  fleet.Add("a");
  fleet.AddIncident("invalid-api-key", seconds(3'600));
  fleet.Add("b");
  fleet.AddIncident("internal-server-error", seconds(60));
  fleet.Add("c");
  fleet.AddIncident("cloud-permission-denied", seconds(100));
  fleet.AddIncident("cloud-token-invalid", seconds(500));
  const Samples refused =
      Holding(Scrape(fleet.Build()), "waba_account_key_refused_timestamp_seconds{");
  // Incidents of the fleet were last seen ten seconds ago.
  EXPECT_EQ(
      refused,
      (Samples{{R"(waba_account_key_refused_timestamp_seconds{account="a"})", kUnixNow - 3'610},
               {R"(waba_account_key_refused_timestamp_seconds{account="c"})", kUnixNow - 510}}));
}

TEST(KeyMetrics, WhoSharesAKeyWithWhom) {
  FleetBuilder fleet;
  fleet.Add("a").shares_key_with = "b";
  fleet.Add("b").shares_key_with = "a";
  fleet.Add("c");
  const Samples shared = Holding(Scrape(fleet.Build()), "waba_account_shared_key_info{");
  EXPECT_EQ(shared, (Samples{{R"(waba_account_shared_key_info{account="a",with="b"})", 1},
                             {R"(waba_account_shared_key_info{account="b",with="a"})", 1}}));
}

TEST(KeyMetrics, NoKeyIsShown) {
  FleetBuilder fleet;
  fleet.Add("a").shares_key_with = "b";
  fleet.LastAccount().api_key = Secret("marked");
  fleet.LastAccount().key_since = kNow;
  fleet.AddIncident("invalid-api-key", seconds(60));
  EXPECT_EQ(TextOf(SourceOf(fleet.Build())).find("marked"), std::string::npos);
}

}  // namespace
}  // namespace wa
