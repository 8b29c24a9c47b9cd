#include <gtest/gtest.h>

#include "metrics/scrape.h"

// What is asked beside the polls, as series.
namespace wa {
namespace {

using namespace wa::test;

TEST(SourceMetrics, APartnerIsCountedFromTheStart) {
  FleetBuilder fleet;
  fleet.snapshot().partners["acme"];
  const Samples samples = Scrape(fleet.Build());
  const Samples requests = Holding(samples, "waba_partner_requests_total{");
  EXPECT_EQ(requests,
            (Samples{
                {R"(waba_partner_requests_total{partner="acme",operation="login"})", 0},
                {R"(waba_partner_requests_total{partner="acme",operation="channels"})", 0},
            }));
  EXPECT_EQ(Holding(samples, "waba_partner_request_failures_total{").size(), 2U * 8);
  EXPECT_EQ(Holding(samples, "waba_discovery_changes_total{").size(), 3U);
  EXPECT_TRUE(Holding(samples, "waba_partner_last_success_timestamp_seconds{").empty());
}

TEST(SourceMetrics, WhatIsNotKnownHasNoSeries) {
  FleetBuilder fleet;
  fleet.snapshot().sources["waba/shop"];
  const Samples samples = Scrape(fleet.Build());
  EXPECT_EQ(Holding(samples, "waba_account_source_"),
            (Samples{{R"(waba_account_source_info{source="waba/shop"})", 1}}));
  EXPECT_TRUE(Holding(samples, "waba_status_page_level").empty());
}

TEST(SourceMetrics, AStatusPageMayBeLateOrFirst) {
  FleetBuilder fleet;
  EXPECT_TRUE(Holding(Scrape(fleet.Build()), "waba_status_page_lead_seconds{").empty());
  fleet.snapshot().status_page_leads = {{"d360", seconds(720)}, {"meta", -seconds(30)}};
  EXPECT_EQ(Holding(Scrape(fleet.Build()), "waba_status_page_lead_seconds{"),
            (Samples{{R"(waba_status_page_lead_seconds{page="d360"})", 720},
                     {R"(waba_status_page_lead_seconds{page="meta"})", -30}}));
}

// Zero accounts of a source that answered is a fact, and not the same as silence.
TEST(SourceMetrics, ASourceThatNamesNobodyIsKnown) {
  FleetBuilder fleet;
  fleet.snapshot().sources["waba/shop"].last_success = kNow;
  const Samples samples = Scrape(fleet.Build());
  EXPECT_EQ(samples.at(R"(waba_account_source_accounts{source="waba/shop"})"), 0);
}

TEST(SourceMetrics, BudgetsOfManyCredentialsAreFiveSeries) {
  FleetBuilder fleet;
  fleet.snapshot().budgets = {{BudgetKind::kCredential, "d360", 20'000, 80'000, 70'000, 0.25, 3}};
  const Samples samples = Scrape(fleet.Build());
  EXPECT_EQ(Holding(samples, R"({provider="d360",budget="credential"})").size(), 5U);
  EXPECT_EQ(samples.at(R"(waba_rate_limit_budgets_empty{provider="d360",budget="credential"})"), 3);
  EXPECT_EQ(
      samples.at(
          R"(waba_rate_limit_budget_least_remaining_ratio{provider="d360",budget="credential"})"),
      0.25);
}

}  // namespace
}  // namespace wa
