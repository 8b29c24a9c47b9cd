#include "schedule/schedule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>

namespace wa {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const ScheduleSettings kSettings{
    .interval = seconds(60), .trouble_interval = seconds(15), .rare_interval = hours(1), .seed = 7};
const SteadyTime kNow{hours(1000)};

PollAdvice Advice(Pace pace, std::uint64_t repeats = 1) {
  PollAdvice advice;
  advice.pace = pace;
  advice.repeats = repeats;
  return advice;
}

TEST(NextPoll, IsHalfToOneAndAHalfIntervalsAway) {
  for (int i = 0; i < 1000; ++i) {
    const std::string name = "account-" + std::to_string(i);
    const Duration wait = NextPoll(name, kNow, Advice(Pace::kNormal), kSettings) - kNow;
    EXPECT_GE(wait, seconds(30)) << name;
    EXPECT_LE(wait, seconds(92)) << name;
  }
}

TEST(NextPoll, DoesNotDrift) {
  SteadyTime at = NextPoll("a", kNow, Advice(Pace::kNormal), kSettings);
  const SteadyTime first = at;
  for (int i = 0; i < 1000; ++i) {
    at = NextPoll("a", at + milliseconds(700), Advice(Pace::kNormal), kSettings);
  }
  EXPECT_NEAR(Seconds(at - first), 60'000, 1.3);
}

// By a hash of the name, so that nobody moves when others come and go: a small fleet is spread as
// chance has it, a large one evenly.
TEST(NextPoll, SpreadsAFleetOverTheInterval) {
  constexpr int kAccounts = 20'000;
  constexpr double kMean = kAccounts / 60.0;
  std::map<std::int64_t, int> per_second;
  for (int i = 0; i < kAccounts; ++i) {
    const SteadyTime at =
        NextPoll("account-" + std::to_string(i), kNow, Advice(Pace::kNormal), kSettings);
    ++per_second[at.time_since_epoch() / seconds(1) % 60];
  }
  ASSERT_EQ(per_second.size(), 60U);
  for (const auto& [second, accounts] : per_second) {
    EXPECT_LE(accounts, 1.2 * kMean) << second;
    EXPECT_GE(accounts, 0.8 * kMean) << second;
  }
}

TEST(NextPoll, IsSoonerInTrouble) {
  const Duration wait = NextPoll("a", kNow, Advice(Pace::kTrouble), kSettings) - kNow;
  EXPECT_GE(wait, milliseconds(7500));
  EXPECT_LE(wait, seconds(23));
}

TEST(NextPoll, StartsTogetherWhatIsDueWithinAMoment) {
  std::map<SteadyTime, int> starts;
  for (int i = 0; i < 100000; ++i) {
    ++starts[NextPoll("account-" + std::to_string(i), kNow, Advice(Pace::kNormal), kSettings)];
  }
  // 60 s have 1200 such moments, and the jitter reaches beyond them.
  EXPECT_LE(starts.size(), 1300U);
  for (const auto& [at, polls] : starts) {
    EXPECT_EQ(at.time_since_epoch() % milliseconds(50), Duration(0));
    EXPECT_LE(polls, 150) << "83 are due in each";
  }
}

TEST(NextPoll, RetriesOnceAndThenRarely) {
  EXPECT_LE(NextPoll("a", kNow, Advice(Pace::kRarely, 1), kSettings) - kNow, seconds(23));
  EXPECT_GE(NextPoll("a", kNow, Advice(Pace::kRarely, 2), kSettings) - kNow, minutes(30));
}

TEST(NextPoll, ComesOneSecondAfterTheEndOfAGrace) {
  PollAdvice advice = Advice(Pace::kTrouble);
  advice.grace_end = kNow + seconds(3);
  EXPECT_EQ(NextPoll("a", kNow, advice, kSettings), kNow + seconds(4));
  advice.grace_end = kNow + hours(3);
  EXPECT_LE(NextPoll("a", kNow, advice, kSettings), kNow + seconds(23));
}

TEST(NextPoll, AnAnnouncedTimeOutranksEverything) {
  PollAdvice advice = Advice(Pace::kAnnounced);
  advice.not_before = kNow + minutes(30);
  advice.grace_end = kNow + seconds(3);
  std::set<SteadyTime> times;
  for (int i = 0; i < 100; ++i) {
    const SteadyTime at = NextPoll("account-" + std::to_string(i), kNow, advice, kSettings);
    EXPECT_GE(at, kNow + minutes(30));
    EXPECT_LE(at, kNow + minutes(30) + seconds(15));
    times.insert(at);
  }
  EXPECT_GT(times.size(), 90U) << "they do not come back together";
}

TEST(FirstPoll, FallsWithinTheSweep) {
  for (int i = 0; i < 1000; ++i) {
    const Duration wait = FirstPoll("account-" + std::to_string(i), kNow, seconds(60)) - kNow;
    EXPECT_GE(wait, Duration(0));
    EXPECT_LT(wait, seconds(60));
  }
}

TEST(FirstPoll, OfASweepThatLastsAnIntervalIsFollowedByTheNextOneIntervalLater) {
  const PollAdvice healthy = Advice(Pace::kNormal);
  for (int i = 0; i < 1000; ++i) {
    const std::string account = "account-" + std::to_string(i);
    const SteadyTime known = kNow + i * milliseconds(73);  // as pages of a listing arrive
    const SteadyTime first = FirstPoll(account, known, kSettings.interval);
    const Duration gap = NextPoll(account, first, healthy, kSettings) - first;
    EXPECT_GE(gap, kSettings.interval) << account;
    EXPECT_LE(gap, kSettings.interval + kSettings.interval / 50) << account;
  }
}

TEST(FirstPoll, IsAtOnceWithoutASweep) { EXPECT_EQ(FirstPoll("a", kNow, Duration(0)), kNow); }

TEST(DueQueue, KnowsWhoWaitsLongest) {
  DueQueue queue(3);
  EXPECT_EQ(queue.Earliest(), std::nullopt);
  queue.Set(0, kNow + seconds(3));
  queue.Set(1, kNow + seconds(1));
  queue.Set(2, kNow + seconds(2));
  EXPECT_EQ(queue.Earliest(), kNow + seconds(1));
  EXPECT_EQ(queue.Due(kNow), std::nullopt);
  EXPECT_EQ(queue.Due(kNow + seconds(5)), 1U);
  queue.Remove(1);
  queue.Remove(1);
  EXPECT_EQ(queue.Due(kNow + seconds(5)), 2U);
  queue.Set(0, kNow);
  EXPECT_EQ(queue.Due(kNow + seconds(5)), 0U);
}

// Against a plain map over many random changes.
TEST(DueQueue, AgreesWithASortedMap) {
  std::mt19937 random(42);
  constexpr std::size_t kAccounts = 50;
  DueQueue queue(kAccounts);
  std::map<std::size_t, SteadyTime> expected;
  for (int i = 0; i < 5000; ++i) {
    const std::size_t account = random() % kAccounts;
    if (random() % 3 == 0) {
      queue.Remove(account);
      expected.erase(account);
    } else {
      const SteadyTime due = kNow + Duration(random() % 1000);
      queue.Set(account, due);
      expected[account] = due;
    }
    std::optional<SteadyTime> earliest;
    for (const auto& [key, due] : expected) earliest = std::min(due, earliest.value_or(due));
    ASSERT_EQ(queue.Earliest(), earliest);
  }
}

}  // namespace
}  // namespace wa
