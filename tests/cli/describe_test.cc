#include "condition/describe.h"

#include <gtest/gtest.h>

#include "cli/local_url.h"
#include "cli/milliseconds.h"
#include "cli/small_catalogue.h"

namespace wa {
namespace {

const Condition& Find(const char* slug) { return *test::SmallCatalogue().Find(slug); }
const Subject kNobody;
const Subject kPremium{"a", ProviderKind::k360dialog, Plan::kPremium};

TEST(Describe, WhereNoPlanIsKnownTheOthersAreNamed) {
  EXPECT_EQ(HowLong(Find("stack-restarts"), kNobody), "up to 10m (plan premium: 2m)");
  EXPECT_EQ(HowLong(Find("stack-restarts"), kPremium), "up to 2m for this account (plan premium)");
  EXPECT_EQ(HowLong(Find("key-wrong"), kNobody), "up to 1m");
  EXPECT_EQ(HowLong(Find("account-closed"), kNobody), "it counts at once");
}

TEST(Describe, WhetherSupportIsWarranted) {
  EXPECT_EQ(WhetherSupport(Find("stack-restarts"), kNobody), "warranted once it has lasted longer");
  EXPECT_EQ(WhetherSupport(Find("account-closed"), kNobody), "warranted now");
  EXPECT_EQ(WhetherSupport(Find("key-wrong"), kNobody), "not warranted");
}

// What may still be a restart is waited for; what only a person can mend is not.
TEST(Describe, WhatNextWaitsOnlyWhereWaitingHelps) {
  EXPECT_EQ(WhatNext(Find("stack-restarts"), kPremium),
            "Wait up to 2m; if it lasts longer: " + Find("stack-restarts").action);
  EXPECT_EQ(WhatNext(Find("key-wrong"), kNobody), Find("key-wrong").action);
}

TEST(Describe, EveryGraceIsNamed) {
  EXPECT_EQ(GracesText(Find("stack-restarts")), "10m; 360dialog premium: 2m");
  EXPECT_EQ(WhenItCounts(Find("stack-restarts")), "may last up to 10m; 360dialog premium: 2m");
  EXPECT_EQ(WhenItCounts(Find("account-closed")), "counts at once");
  EXPECT_EQ(WhenItCounts(Find("message-late")), "is counted, and never an incident of its own");
}

TEST(Describe, HowItEnds) {
  EXPECT_EQ(HowItEnds(Find("stack-restarts")), "after two good polls");
  EXPECT_EQ(HowItEnds(Find("account-off")),
            "when the opposite is told, or after 7d without being told again");
  EXPECT_EQ(EndWord(Find("account-off")), "told or 7d");
  EXPECT_EQ(HowItEnds(Find("pin-changed")), "after 1d without being told again");
  EXPECT_EQ(EndWord(Find("pin-changed")), "1d");
  EXPECT_EQ(HowItEnds(Find("template-off")),
            "after two good polls, or when the opposite is told and one good poll confirms it");
  EXPECT_EQ(HowItEnds(Find("message-late")), "");
  Condition waits = Find("pin-changed");
  waits.quiet = Duration(0);
  EXPECT_EQ(HowItEnds(waits), "after the wait that is announced");
  EXPECT_EQ(EndWord(waits), "wait");
}

TEST(LocalUrl, ReachesWhatListensEverywhere) {
  EXPECT_EQ(LocalUrl("127.0.0.1:10360"), "http://127.0.0.1:10360");
  EXPECT_EQ(LocalUrl("0.0.0.0:80"), "http://127.0.0.1:80");
  EXPECT_EQ(LocalUrl("[::]:80"), "http://[::1]:80");
  EXPECT_EQ(LocalUrl("[::1]:80"), "http://[::1]:80");
  EXPECT_EQ(LocalUrl("192.0.2.1:80"), "http://192.0.2.1:80");
}

TEST(Milliseconds, ShowsTenthsOnlyOfFew) {
  EXPECT_EQ(Milliseconds(std::chrono::microseconds(340)), "0.3 ms");
  EXPECT_EQ(Milliseconds(std::chrono::milliseconds(45)), "45 ms");
  EXPECT_EQ(Milliseconds(std::chrono::seconds(10)), "10.0 s");
}

}  // namespace
}  // namespace wa
