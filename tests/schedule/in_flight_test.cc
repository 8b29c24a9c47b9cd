#include "schedule/in_flight.h"

#include <gtest/gtest.h>

#include <chrono>

namespace wa {
namespace {

using std::chrono::seconds;

// Starts whatever may start while all lanes of `ready` have polls without end; places per lane.
std::vector<std::size_t> Fill(FairShare& share, const std::vector<bool>& ready) {
  std::vector<std::size_t> started(ready.size(), 0);
  while (const auto lane = share.Next([&](std::size_t i) { return ready[i]; })) {
    share.Started(*lane);
    ++started[*lane];
  }
  return started;
}

TEST(InFlight, TheDefaultGrowsWithTheFleetAndIsBounded) {
  PollingConfig polling;
  EXPECT_EQ(InFlightLimit(10, polling), 100U);
  EXPECT_EQ(InFlightLimit(4000, polling), 1000U);
  EXPECT_EQ(InFlightLimit(100'000, polling), kMostInFlight);
  EXPECT_EQ(InFlightNeeded(4000, polling), 1000U);
}

TEST(InFlight, WhatIsSetStays) {
  PollingConfig polling;
  polling.max_in_flight = 20;
  EXPECT_EQ(InFlightLimit(4000, polling), 20U);
}

TEST(FairShare, LanesTakeTurnsAndHaveEqualShares) {
  FairShare share({500, 3, 10}, 90);
  EXPECT_EQ(Fill(share, {true, true, true}), (std::vector<std::size_t>{30, 30, 30}));
  EXPECT_TRUE(share.IsFull());
}

TEST(FairShare, AloneALaneMayHaveAllButOnePlaceForEachOther) {
  FairShare share({500, 3, 0}, 90);
  EXPECT_EQ(Fill(share, {true, false, false}), (std::vector<std::size_t>{89, 0, 0}))
      << "a lane without accounts needs no place";
  EXPECT_EQ(Fill(share, {true, true, false}), (std::vector<std::size_t>{0, 1, 0}));
}

TEST(FairShare, WhoHoldsMoreThanItsShareWaitsUntilTheOthersHaveTheirs) {
  FairShare share({500, 500}, 10);
  EXPECT_EQ(Fill(share, {true, false}), (std::vector<std::size_t>{9, 0}));
  for (int i = 0; i < 4; ++i) share.Finished(0);
  EXPECT_EQ(Fill(share, {true, true}), (std::vector<std::size_t>{0, 5}));
}

TEST(FairShare, TheLaneThatBeginsChangesEvenWithOnePlace) {
  FairShare share({5, 5, 5}, 1);
  std::vector<std::size_t> order;
  for (int i = 0; i < 6; ++i) {
    const auto lane = share.Next([](std::size_t) { return true; });
    ASSERT_TRUE(lane.has_value());
    order.push_back(*lane);
    share.Started(*lane);
    share.Finished(*lane);
  }
  EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 2, 0, 1, 2}));
}

TEST(FairShare, NobodyIsReadyNobodyStarts) {
  FairShare share({5}, 1);
  EXPECT_EQ(share.Next([](std::size_t) { return false; }), std::nullopt);
}

}  // namespace
}  // namespace wa
