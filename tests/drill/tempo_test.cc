#include "drill/tempo.h"

#include <gtest/gtest.h>

#include "load/shipped_alerts.h"

namespace wa::drill {
namespace {

using namespace std::chrono_literals;

TEST(PromDuration, IsReadAndWritten) {
  EXPECT_EQ(ParsePromDuration("1h30m"), Duration(90min));
  EXPECT_EQ(ParsePromDuration("250ms"), Duration(250ms));
  EXPECT_EQ(ParsePromDuration("1w"), Duration(7 * 24h));
  for (const char* wrong : {"", "5", "m", "5 m", "five", "5x", "$__range"}) {
    EXPECT_EQ(ParsePromDuration(wrong), std::nullopt) << wrong;
  }
  EXPECT_EQ(FormatPromDuration(5s), "5000ms");
  EXPECT_EQ(FormatPromDuration(0s), "0s");
  EXPECT_EQ(FormatPromDuration(1ns), "1ms");  // not "at once", which is something else
}

TEST(Tempo, NeverFallsBelowItsFloorButLeavesWhatIsShorter) {
  const Tempo tempo{60, 2s};
  EXPECT_EQ(tempo.Scaled(10min), Duration(10s));
  EXPECT_EQ(tempo.ScaledCycle(15s), Duration(2s));
  EXPECT_EQ(tempo.ScaledCycle(10min), Duration(10s));
  EXPECT_EQ(tempo.ScaledCycle(1s), Duration(1s));
}

TEST(ScaleRules, ScalesTimesOfAlertsCyclesAndRanges) {
  const Tempo tempo{60, 1s};
  EXPECT_EQ(ScaleRules("    for: 5m\n"
                       "    keep_firing_for: \"10m\"  # why\n"
                       "    interval: 1m\n"
                       "  scrape_interval: 15s\n"
                       "    expr: rate(a[30m]) > b[1d:2m] offset 1h\n"
                       "    expr: sum(a offset -1d) - (b offset 1w)\n",
                       tempo),
            "    for: 5000ms\n"
            "    keep_firing_for: \"10000ms\"  # why\n"
            "    interval: 1000ms\n"
            "  scrape_interval: 1000ms\n"
            "    expr: rate(a[30000ms]) > b[1440000ms:2000ms] offset 60000ms\n"
            "    expr: sum(a offset -1440000ms) - (b offset 10080000ms)\n");
}

TEST(ScaleRules, LeavesTheRestAlone) {
  const std::string text =
      "# for: 5m, and [5m]\n"
      "rule_files: [waba.rules.yml]\n"
      "    summary: an offset of 5m, \"offset x\" and offset\n"
      "  - record: a:b:increase30m\n"
      "    expr: time() - a > 180\n"
      "    summary: 'for: 5m'\n";
  EXPECT_EQ(ScaleRules(text, Tempo{60, 1s}), text);
}

TEST(ScaleSeconds, DividesOnlyTheLineThatComparesWithThem) {
  EXPECT_EQ(ScaleSeconds("expr: |\n          > 180\n          > 30\n# > 180 s\n", 3min, {20, 1s}),
            "expr: |\n          > 9.000000\n          > 30\n# > 180 s\n");
  EXPECT_EQ(ScaleSeconds("  a\n  < time() - 180\n  < b - 180\n", 3min, {20, 1s}),
            "  a\n  < time() - 9.000000\n  < b - 180\n");
}

// Else the drill of not-polled would be late.
TEST(ScaleSeconds, FindsThoseOfTheShippedAlert) {
  EXPECT_NE(ScaleSeconds(ShippedRules(), 3min, {20, 1s}).find("< time() - 9.0"), std::string::npos);
}

TEST(ScaleRules, AtTheSpeedOfTheClockMeansTheSame) {
  const std::string scaled = ScaleRules(ShippedRules(), Tempo{});
  EXPECT_EQ(Longest(scaled, "keep_firing_for"), Longest(ShippedRules(), "keep_firing_for"));
  EXPECT_EQ(Longest(scaled, "for"), Longest(ShippedRules(), "for"));
}

TEST(Longest, IsOfTheKeyAlone) {
  EXPECT_EQ(Longest("group_wait: 10s\n  group_wait: 1m\ngroup_interval: 1h\n", "group_wait"),
            Duration(1min));
  EXPECT_EQ(Longest("a: 1m\n", "group_wait"), std::nullopt);
}

TEST(ScalePolling, KeepsTheOrderThatAConfigurationNeeds) {
  const PollingConfig scaled = ScalePolling(PollingConfig{}, Tempo{1000, 1s});
  EXPECT_EQ(scaled.interval, Duration(1s));
  EXPECT_LE(scaled.trouble_interval, scaled.interval);
  EXPECT_GE(scaled.rare_interval, scaled.interval);
  EXPECT_LE(scaled.timeout, scaled.interval);
}

}  // namespace
}  // namespace wa::drill
