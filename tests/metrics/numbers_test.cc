#include <gtest/gtest.h>

#include "metrics/scrape.h"

// What a provider says of a number: series only of what is known, and only while somebody looks.
namespace wa {
namespace {

using namespace wa::test;

constexpr const char* kFamilies[] = {"waba_quality_level",        "waba_number_status_info",
                                     "waba_name_status_info",     "waba_messaging_limit_users",
                                     "waba_throughput_info",      "waba_business_verification_info",
                                     "waba_webhook_address_info", "waba_templates"};

TEST(NumberMetrics, WhatIsNotKnownHasNoSeries) {
  FleetBuilder fleet;
  fleet.Add("a");
  const Samples samples = Scrape(fleet.Build());
  for (const char* family : kFamilies) {
    EXPECT_TRUE(Holding(samples, std::string(family) + "{").empty()) << family;
  }
}

TEST(NumberMetrics, WordsAreLabelsAndNumbersAreValues) {
  FleetBuilder fleet;
  NumberFacts& number = fleet.Add("a").number.Edit();
  number.quality_level = 0;
  number.status = "flagged";
  number.messaging_limit = 100'000;
  number.webhook = "missing";
  number.templates.emplace() = {{"paused", 0}, {"approved", 7}};
  const Samples samples = Scrape(fleet.Build());
  EXPECT_EQ(samples.at("waba_quality_level{account=\"a\"}"), 0);
  EXPECT_EQ(samples.at("waba_number_status_info{account=\"a\",status=\"flagged\"}"), 1);
  EXPECT_EQ(samples.at("waba_messaging_limit_users{account=\"a\"}"), 100'000);
  EXPECT_EQ(samples.at("waba_webhook_address_info{account=\"a\",state=\"missing\"}"), 1);
  EXPECT_EQ(samples.at("waba_templates{account=\"a\",status=\"approved\"}"), 7);
  EXPECT_EQ(samples.at("waba_templates{account=\"a\",status=\"paused\"}"), 0);
}

TEST(NumberMetrics, WithdrawnWhenNobodyLooksAnyMore) {
  FleetBuilder fleet;
  AccountStatus& status = fleet.Add("a");
  status.number.Edit().quality_level = 2;
  status.number.Edit().status = "banned";
  status.next_poll = kNow - minutes(10);
  const Samples samples = Scrape(fleet.Build());
  for (const char* family : kFamilies) {
    EXPECT_TRUE(Holding(samples, std::string(family) + "{").empty()) << family;
  }
}

}  // namespace
}  // namespace wa
