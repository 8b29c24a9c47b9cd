#include "schedule/budget_book.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using Claims = std::vector<BudgetClaim>;

const SteadyTime kNow{hours(100)};

BudgetClaim Provider(double per_second) {
  return {{BudgetKind::kProvider, "d360", ""}, {per_second, seconds(1)}};
}
BudgetClaim Credential(const std::string& of, double per_hour) {
  return {{BudgetKind::kCredential, "d360", of}, {per_hour, hours(1)}};
}
BudgetClaim Waba(double per_hour) {
  return {{BudgetKind::kWaba, "meta", "100"}, {per_hour, hours(1)}};
}

int TakeAll(BudgetBook& book, const Claims& claims, SteadyTime now,
            Urgency urgency = Urgency::kHealth) {
  int taken = 0;
  while (book.Take(claims, urgency, now)) ++taken;
  return taken;
}

double Remaining(const BudgetBook& book, BudgetKind kind, SteadyTime now) {
  for (const BudgetView& view : book.Show(now)) {
    if (view.kind == kind) return view.remaining;
  }
  return -1;
}

TEST(BudgetBook, ABucketPerSecondHoldsOneSecondsWorth) {
  BudgetBook book;
  EXPECT_EQ(TakeAll(book, {Provider(20)}, kNow), 20);
  EXPECT_EQ(TakeAll(book, {Provider(20)}, kNow + milliseconds(500)), 10);
  EXPECT_EQ(TakeAll(book, {Provider(20)}, kNow + minutes(1)), 20);
}

TEST(BudgetBook, WhatWentOutUnaskedIsPaidForLater) {
  BudgetBook book;
  const Claims claims{Provider(20), Credential("a", 100)};
  EXPECT_EQ(TakeAll(book, {Provider(20)}, kNow), 20);
  book.Spend(claims, 5, kNow);
  EXPECT_EQ(Remaining(book, BudgetKind::kProvider, kNow), 0);
  EXPECT_EQ(Remaining(book, BudgetKind::kCredential, kNow), 20);
  EXPECT_EQ(TakeAll(book, {Provider(20)}, kNow + milliseconds(299)), 0);
  EXPECT_EQ(TakeAll(book, {Provider(20)}, kNow + milliseconds(500)), 5);
  EXPECT_EQ(TakeAll(book, {Provider(20)}, kNow + minutes(1)), 20);
}

TEST(BudgetBook, OneRequestEvery30SecondsIsObeyedToTheSecond) {
  BudgetBook book;
  const Claims claims{{{BudgetKind::kCredential, "d360", "1"}, {1, seconds(30)}}};
  EXPECT_EQ(TakeAll(book, claims, kNow), 1);
  EXPECT_EQ(TakeAll(book, claims, kNow + milliseconds(29'999)), 0);
  EXPECT_EQ(TakeAll(book, claims, kNow + seconds(30)), 1);
}

TEST(BudgetBook, AQuarterOfAnHoursWorthMayComeAtOnce) {
  BudgetBook book;
  EXPECT_EQ(TakeAll(book, {Waba(100)}, kNow), 25);
  EXPECT_EQ(TakeAll(book, {Credential("a", 12)}, kNow), 4);
  EXPECT_EQ(TakeAll(book, {Credential("b", 6)}, kNow), 3);
}

// Whoever takes whatever there is, from whatever state.
std::vector<SteadyTime> Greedy(const BudgetClaim& claim, Duration idle_first, Duration pause) {
  BudgetBook book;
  std::vector<SteadyTime> taken;
  SteadyTime now = kNow;
  const auto take = [&] {
    if (book.Take({claim}, Urgency::kHealth, now)) taken.push_back(now);
  };
  take();
  now += idle_first;
  while (now < kNow + hours(5)) {
    take();
    now = std::max(now + pause, book.WhenAvailable({claim}, Urgency::kHealth, now));
  }
  return taken;
}

std::size_t MostInOneHour(const std::vector<SteadyTime>& taken) {
  std::size_t most = 0;
  std::size_t first = 0;
  for (std::size_t last = 0; last < taken.size(); ++last) {
    while (taken[last] - taken[first] >= hours(1)) ++first;
    most = std::max(most, last - first + 1);
  }
  return most;
}

TEST(BudgetBook, NoHourHoldsMoreThanItsLimit) {
  for (const double limit : {1.0, 1.5, 2.0, 3.0, 7.0, 8.0, 20.0, 100.0, 2500.0}) {
    for (const Duration idle : {Duration(0), Duration(minutes(7)), Duration(minutes(59))}) {
      for (const Duration pause : {Duration(1), Duration(seconds(13))}) {
        const std::vector<SteadyTime> taken = Greedy(Waba(limit), idle, pause);
        EXPECT_LE(static_cast<double>(MostInOneHour(taken)), limit) << limit;
      }
    }
  }
}

TEST(BudgetBook, ThreeQuartersOfTheLimitCanBeSpentSteadily) {
  const std::size_t taken = Greedy(Waba(100), Duration(0), Duration(1)).size();
  EXPECT_GE(taken, 5U * 75);
  EXPECT_LE(taken, 5U * 75 + 25);
}

TEST(BudgetBook, TakesOfEachBucketOrOfNone) {
  BudgetBook book;
  const Claims both{Provider(20), Credential("a", 12)};
  EXPECT_EQ(TakeAll(book, both, kNow), 4) << "the credential's";
  EXPECT_EQ(Remaining(book, BudgetKind::kProvider, kNow), 16);
  EXPECT_EQ(TakeAll(book, {Provider(20), Credential("b", 100)}, kNow), 16) << "the provider's";
  EXPECT_EQ(TakeAll(book, {Credential("b", 100)}, kNow), 9) << "refused ones cost nothing";
}

TEST(BudgetBook, SaysWhenAllOfItsBucketsHaveSome) {
  BudgetBook book;
  const Claims both{Provider(1), Waba(100)};
  EXPECT_EQ(book.WhenAvailable(both, Urgency::kHealth, kNow), kNow);
  ASSERT_TRUE(book.Take(both, Urgency::kHealth, kNow));
  const SteadyTime one_second = book.WhenAvailable(both, Urgency::kHealth, kNow);
  EXPECT_GE(one_second, kNow + seconds(1));
  EXPECT_LT(one_second, kNow + milliseconds(1001));
  EXPECT_TRUE(book.Take(both, Urgency::kHealth, one_second));
  TakeAll(book, {Waba(100)}, one_second);
  const SteadyTime later = book.WhenAvailable(both, Urgency::kHealth, one_second);
  EXPECT_GT(later, one_second + seconds(40));
  EXPECT_FALSE(book.Take(both, Urgency::kHealth, later - milliseconds(1)));
  EXPECT_TRUE(book.Take(both, Urgency::kHealth, later));
}

TEST(BudgetBook, SecondaryQuestionsLeaveHalfToHealth) {
  BudgetBook book;
  EXPECT_EQ(TakeAll(book, {Provider(20)}, kNow, Urgency::kSecondary), 11)
      << "down to half a bucket, which must be there";
  const SteadyTime when = book.WhenAvailable({Provider(20)}, Urgency::kSecondary, kNow);
  EXPECT_GT(when, kNow);
  EXPECT_TRUE(book.Take({Provider(20)}, Urgency::kSecondary, when));
  EXPECT_EQ(TakeAll(book, {Provider(20)}, when), 9);
}

TEST(BudgetBook, ABucketOfOneServesSecondaryQuestionsToo) {
  BudgetBook book;
  EXPECT_EQ(TakeAll(book, {Provider(0.5)}, kNow, Urgency::kSecondary), 1);
  EXPECT_EQ(TakeAll(book, {Provider(0.5)}, kNow + seconds(2), Urgency::kSecondary), 1);
}

TEST(BudgetBook, ANearlyUsedUpLimitFillsAtAQuarter) {
  BudgetBook book;
  TakeAll(book, {Waba(100)}, kNow);
  book.Told({Waba(100).name}, {.share = 0.8, .regain_after = {}}, kNow);
  // 75 an hour, but for that.
  EXPECT_EQ(TakeAll(book, {Waba(100)}, kNow + minutes(16)), 5);
  const SteadyTime when = book.WhenAvailable({Waba(100)}, Urgency::kHealth, kNow + minutes(16));
  EXPECT_GE(when, kNow + seconds(16 * 60 + 192));
  EXPECT_LT(when, kNow + seconds(16 * 60 + 193));
  book.Told({Waba(100).name}, {.share = 0.5, .regain_after = {}}, kNow + minutes(16));
  EXPECT_EQ(TakeAll(book, {Waba(100)}, kNow + minutes(20)), 5) << "as before";
}

TEST(BudgetBook, WhatTheServerSaidHoldsForAnHour) {
  BudgetBook book;
  TakeAll(book, {Waba(100)}, kNow);
  book.Told({Waba(100).name}, {.share = 1.0, .regain_after = {}}, kNow);
  EXPECT_EQ(TakeAll(book, {Waba(100)}, kNow + minutes(59)), 18);
  TakeAll(book, {Waba(100)}, kNow + minutes(60));
  EXPECT_EQ(TakeAll(book, {Waba(100)}, kNow + minutes(64)), 5);
  // A wait that begins slowly and ends fast.
  book.Told({Waba(100).name}, {.share = 1.0, .regain_after = {}}, kNow + minutes(64));
  const SteadyTime late = kNow + minutes(64 + 59);
  TakeAll(book, {Waba(100)}, late);
  const SteadyTime when = book.WhenAvailable({Waba(100)}, Urgency::kHealth, late);
  EXPECT_LT(when, late + seconds(60 + 48));
  EXPECT_FALSE(book.Take({Waba(100)}, Urgency::kHealth, when - seconds(1)));
  EXPECT_TRUE(book.Take({Waba(100)}, Urgency::kHealth, when));
}

TEST(BudgetBook, NothingIsTakenBeforeTheServerRegains) {
  BudgetBook book;
  ASSERT_TRUE(book.Take({Waba(100)}, Urgency::kHealth, kNow));
  book.Told({Waba(100).name}, {.share = 1.2, .regain_after = minutes(10)}, kNow);
  book.Told({Waba(100).name}, {.share = 1.2, .regain_after = minutes(2)}, kNow);
  EXPECT_EQ(book.WhenAvailable({Waba(100)}, Urgency::kHealth, kNow), kNow + minutes(10));
  EXPECT_FALSE(book.Take({Waba(100)}, Urgency::kHealth, kNow + minutes(9)));
  EXPECT_EQ(Remaining(book, BudgetKind::kWaba, kNow + minutes(9)), 0);
  EXPECT_TRUE(book.Take({Waba(100)}, Urgency::kHealth, kNow + minutes(10)));
}

TEST(BudgetBook, AnAbsurdWaitIsADay) {
  BudgetBook book;
  ASSERT_TRUE(book.Take({Waba(100)}, Urgency::kHealth, kNow));
  book.Told({Waba(100).name, Credential("nobody", 1).name},
            {.share = 1.2, .regain_after = Duration::max()}, kNow);
  EXPECT_EQ(book.WhenAvailable({Waba(100)}, Urgency::kHealth, kNow), kNow + hours(24));
  EXPECT_EQ(book.size(), 1U);
}

TEST(BudgetBook, KeepsWhatWasSpentWhenALimitChanges) {
  BudgetBook book;
  EXPECT_EQ(TakeAll(book, {Provider(20)}, kNow), 20);
  EXPECT_EQ(TakeAll(book, {Provider(40)}, kNow), 0);
  EXPECT_EQ(TakeAll(book, {Provider(40)}, kNow + milliseconds(500)), 20);
  EXPECT_EQ(TakeAll(book, {Provider(5)}, kNow + minutes(1)), 5) << "no more than it holds";
}

TEST(BudgetBook, ForgetsWhatIsFullAndUnusedForAnHour) {
  BudgetBook book;
  ASSERT_TRUE(book.Take({Provider(5), Credential("old", 100)}, Urgency::kHealth, kNow));
  book.DropUnused(kNow + minutes(59));
  EXPECT_EQ(book.size(), 2U);
  ASSERT_TRUE(book.Take({Provider(5)}, Urgency::kHealth, kNow + minutes(59)));
  book.DropUnused(kNow + hours(1));
  EXPECT_EQ(book.size(), 1U) << "the credential's is gone";
}

TEST(BudgetBook, KeepsWhatIsUnusedAndNotFull) {
  BudgetBook book;
  ASSERT_TRUE(book.Take({Credential("a", 1)}, Urgency::kHealth, kNow));
  ASSERT_TRUE(book.Take({Waba(100)}, Urgency::kHealth, kNow));
  book.Told({Waba(100).name}, {.share = 1.0, .regain_after = hours(2)}, kNow);
  book.DropUnused(kNow + hours(1) - milliseconds(1));
  EXPECT_EQ(book.size(), 2U);
  book.DropUnused(kNow + hours(1) + seconds(1));
  EXPECT_EQ(book.size(), 1U) << "blocked until later";
}

TEST(BudgetBook, ShowsTheManyTogether) {
  BudgetBook book;
  ASSERT_TRUE(book.Take({Provider(5), Credential("a", 100)}, Urgency::kHealth, kNow));
  TakeAll(book, {Credential("b", 12)}, kNow);
  const std::vector<BudgetView> views = book.Show(kNow);
  ASSERT_EQ(views.size(), 2U);
  EXPECT_EQ(views[0].kind, BudgetKind::kProvider);
  EXPECT_EQ(views[0].provider, "d360");
  EXPECT_EQ(views[0].count, 1U);
  EXPECT_EQ(views[0].capacity, 5);
  EXPECT_EQ(views[0].remaining, 4);
  EXPECT_EQ(views[0].empty, 0U);
  EXPECT_EQ(views[1].kind, BudgetKind::kCredential);
  EXPECT_EQ(views[1].count, 2U);
  EXPECT_EQ(views[1].capacity, 29);
  EXPECT_EQ(views[1].remaining, 24);
  EXPECT_EQ(views[1].least_remaining, 0);
  EXPECT_EQ(views[1].empty, 1U);
}

TEST(BudgetBook, ATimeThatGoesBackGivesNothing) {
  BudgetBook book;
  TakeAll(book, {Provider(5)}, kNow);
  EXPECT_EQ(TakeAll(book, {Provider(5)}, kNow - seconds(10)), 0);
  EXPECT_EQ(TakeAll(book, {Provider(5)}, kNow), 0);
}

TEST(BudgetBook, WhoKnowsNoLimitObeysThatOfOthers) {
  BudgetBook book;
  EXPECT_TRUE(book.Take({Provider(0)}, Urgency::kSecondary, kNow)) << "none is known";
  EXPECT_EQ(book.size(), 0U);
  ASSERT_TRUE(book.Take({Provider(5)}, Urgency::kHealth, kNow));
  EXPECT_EQ(TakeAll(book, {Provider(0)}, kNow), 4);
  EXPECT_EQ(book.Show(kNow).at(0).capacity, 5);
}

TEST(ClaimsOf, AreThoseThatTheSettingsLimit) {
  ProviderSettings meta;
  meta.name = "meta";
  meta.requests_per_second = 5;
  EXPECT_EQ(ClaimsOf(meta, Secret("token"), "100").size(), 1U);
  meta.credential_requests_per_hour = 100;
  meta.waba_requests_per_hour = 50;
  const auto claims = ClaimsOf(meta, Secret("token"), "100");
  ASSERT_EQ(claims.size(), 3U);
  EXPECT_EQ(claims[0].name, (BudgetName{BudgetKind::kProvider, "meta", ""}));
  EXPECT_EQ(claims[0].limit, (BudgetLimit{5, seconds(1)}));
  EXPECT_EQ(claims[1].name.of, Fingerprint(Secret("token")));
  EXPECT_EQ(claims[1].limit, (BudgetLimit{100, hours(1)}));
  EXPECT_EQ(claims[2].name, (BudgetName{BudgetKind::kWaba, "meta", "100"}));
  EXPECT_EQ(claims[2].limit, (BudgetLimit{50, hours(1)}));
  EXPECT_EQ(ClaimsOf(meta, Secret("token"), "").size(), 2U);
}

TEST(Fingerprint, TellsCredentialsApart) {
  EXPECT_EQ(Fingerprint(Secret("one-key")), Fingerprint(Secret("one-key")));
  EXPECT_NE(Fingerprint(Secret("one-key")), Fingerprint(Secret("two-key")));
  EXPECT_EQ(Fingerprint(Secret("one-key")).find("one-key"), std::string::npos);
}

}  // namespace
}  // namespace wa
