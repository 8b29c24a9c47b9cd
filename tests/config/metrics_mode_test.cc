#include "config/metrics_mode.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

TEST(MetricsModeFor, TheNumberOfAccountsDecides) {
  const MetricsConfig config;
  EXPECT_EQ(ModeFor(config, 0), MetricsMode::kFull);
  EXPECT_EQ(ModeFor(config, 2'000), MetricsMode::kFull);
  EXPECT_EQ(ModeFor(config, 2'001), MetricsMode::kCompact);
  EXPECT_EQ(ModeFor(config, 50'000), MetricsMode::kCompact);
  EXPECT_EQ(ModeFor(config, 50'001), MetricsMode::kAggregate);
  EXPECT_EQ(WhyMode(config),
            "auto: full up to 2000 accounts, compact up to 50000, aggregate beyond");
}

TEST(MetricsModeFor, AFleetThatShrinksIsToldMoreOfBelowTheBound) {
  const MetricsConfig config;
  EXPECT_EQ(ModeFor(config, 2'000, MetricsMode::kCompact), MetricsMode::kCompact);
  EXPECT_EQ(ModeFor(config, 1'801, MetricsMode::kCompact), MetricsMode::kCompact);
  EXPECT_EQ(ModeFor(config, 1'800, MetricsMode::kCompact), MetricsMode::kFull);
  EXPECT_EQ(ModeFor(config, 45'001, MetricsMode::kAggregate), MetricsMode::kAggregate);
  EXPECT_EQ(ModeFor(config, 45'000, MetricsMode::kAggregate), MetricsMode::kCompact);
  EXPECT_EQ(ModeFor(config, 1'900, MetricsMode::kAggregate), MetricsMode::kCompact);
  EXPECT_EQ(ModeFor(config, 10, MetricsMode::kAggregate), MetricsMode::kFull);
  // One that grows is told less of at once.
  EXPECT_EQ(ModeFor(config, 2'001, MetricsMode::kFull), MetricsMode::kCompact);
  EXPECT_EQ(ModeFor(config, 100'000, MetricsMode::kFull), MetricsMode::kAggregate);
}

TEST(MetricsModeFor, WhatIsConfiguredCounts) {
  for (const auto& [choice, mode] :
       {std::pair{MetricsChoice::kFull, MetricsMode::kFull},
        std::pair{MetricsChoice::kCompact, MetricsMode::kCompact},
        std::pair{MetricsChoice::kAggregate, MetricsMode::kAggregate}}) {
    MetricsConfig config;
    config.mode = choice;
    EXPECT_EQ(ModeFor(config, 1), mode);
    EXPECT_EQ(ModeFor(config, 100'000, MetricsMode::kCompact), mode);
    EXPECT_EQ(WhyMode(config), "as configured");
  }
}

}  // namespace
}  // namespace wa
