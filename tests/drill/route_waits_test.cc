#include "drill/route_waits.h"

#include <gtest/gtest.h>

#include "load/shipped_alerts.h"

namespace wa::drill {
namespace {

using namespace std::chrono_literals;

TEST(WaitsOf, TheShippedRoutesTellPagesSoonerThanTickets) {
  EXPECT_EQ(WaitsOf(ShippedRoutes(), Severity::kCritical).group_wait, Duration(30s));
  EXPECT_EQ(WaitsOf(ShippedRoutes(), Severity::kCritical).group_interval, Duration(5min));
  EXPECT_EQ(WaitsOf(ShippedRoutes(), Severity::kWarning).group_wait, Duration(1min));
  EXPECT_EQ(WaitsOf(ShippedRoutes(), Severity::kWarning).group_interval, Duration(1h));
}

TEST(WaitsOf, AreInheritedAndOfEachRouteThatMayBeTaken) {
  const char* yaml =
      "route:\n"
      "  receiver: all\n"
      "  routes:\n"
      "  - matchers:\n"
      "      - severity = \"warning\"\n"
      "    group_wait: 9m\n"
      "    routes:\n"
      "      - receiver: below\n"
      "        group_interval: 9h\n"
      "  - matchers: [team = a]\n"
      "    group_wait: 2m\n"
      "    routes:\n"
      "      - receiver: c\n"
      "  group_interval: 7m\n"
      "receivers:\n"
      "  - name: x\n"
      "    group_wait: 3h\n";
  EXPECT_EQ(WaitsOf(yaml, Severity::kCritical).group_wait, Duration(2min));
  EXPECT_EQ(WaitsOf(yaml, Severity::kCritical).group_interval, Duration(7min));
  EXPECT_EQ(WaitsOf(yaml, Severity::kWarning).group_wait, Duration(9min));
  EXPECT_EQ(WaitsOf(yaml, Severity::kWarning).group_interval, Duration(9h));
}

TEST(WaitsOf, WithoutAnyAreThoseOfAlertmanager) {
  const RouteWaits waits = WaitsOf("route:\n  receiver: a\n", Severity::kCritical);
  EXPECT_EQ(waits.group_wait, Duration(30s));
  EXPECT_EQ(waits.group_interval, Duration(5min));
}

// Only a route that catches all of a severity keeps it from the uppermost one.
TEST(WaitsOf, TheUppermostRouteCountsUnlessAnotherCatchesAll) {
  const std::string head = "route:\n  group_wait: 5m\n  routes:\n    - group_wait: 1m\n";
  EXPECT_EQ(
      WaitsOf(head + "      matchers: [severity = \"critical\"]\n", Severity::kCritical).group_wait,
      Duration(1min));
  EXPECT_EQ(
      WaitsOf(head + "      matchers: [severity = \"critical\", a = \"b\"]\n", Severity::kCritical)
          .group_wait,
      Duration(5min));
}

}  // namespace
}  // namespace wa::drill
