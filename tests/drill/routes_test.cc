#include "drill/routes.h"

#include <gtest/gtest.h>

#include "load/shipped_alerts.h"

namespace wa::drill {
namespace {

using namespace std::chrono_literals;

constexpr const char* kSink = "http://127.0.0.1:1";

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(DrillRoutes, ScalesTheDefaultsOfTheUppermostRouteToo) {
  const auto routes = DrillRoutes(
      "route:\n"
      "  receiver: a\n"
      "  group_wait: 10s\n"
      "  routes:\n"
      "    - receiver: a\n"
      "      group_interval: 1h\n"
      "receivers:\n"
      "  - name: a\n",
      kSink, Tempo{60, 1s});
  ASSERT_TRUE(routes) << routes.error().message;
  EXPECT_EQ(routes->find("route:\n  group_interval: 5000ms\n  repeat_interval: 240000ms\n"), 0U)
      << *routes;
}

TEST(DrillRoutes, KeepsRoutesAndInhibitionsAndReplacesReceivers) {
  const auto routes = DrillRoutes(
      "global:\n"
      "  smtp_auth_password: secret-1\n"
      "templates: [waba*.tmpl]\n"
      "route:\n"
      "  receiver: ticket\n"
      "  group_wait: 1m\n"
      "  routes:\n"
      "    - matchers: [severity = \"warning\"]\n"
      "      receiver: \"null\"\n"
      "      active_time_intervals: [business-hours]\n"
      "    - receiver: ticket\n"
      "      mute_time_intervals:\n"
      "        - nights\n"
      "      repeat_interval: 4h\n"
      "time_intervals:\n"
      "  - name: business-hours\n"
      "inhibit_rules:\n"
      "  - source_matchers: [a = b]\n"
      "receivers:\n"
      "  - name: \"null\"\n"
      "  - name: ticket\n"
      "    slack_configs:\n"
      "      - api_url: https://secret-2\n",
      kSink, Tempo{60, 1s});
  ASSERT_TRUE(routes);
  EXPECT_EQ(*routes,
            "route:\n"
            "  group_interval: 5000ms\n"
            "  repeat_interval: 240000ms\n"
            "  receiver: ticket\n"
            "  group_wait: 1000ms\n"
            "  routes:\n"
            "    - matchers: [severity = \"warning\"]\n"
            "      receiver: \"null\"\n"
            "    - receiver: ticket\n"
            "      repeat_interval: 240000ms\n"
            "inhibit_rules:\n"
            "  - source_matchers: [a = b]\n"
            "receivers:\n"
            "  - name: 'null'\n"
            "  - name: 'ticket'\n"
            "    webhook_configs:\n"
            "      - url: http://127.0.0.1:1/notify\n"
            "        send_resolved: true\n");
}

TEST(DrillRoutes, OfTheShippedOnesCallNobodyElse) {
  const auto routes = DrillRoutes(ShippedRoutes(), kSink, Tempo{});
  ASSERT_TRUE(routes);
  EXPECT_TRUE(Has(*routes, "- name: 'page-support'"));
  EXPECT_TRUE(Has(*routes, "inhibit_rules:"));
  EXPECT_FALSE(Has(*routes, "10365"));
  EXPECT_FALSE(Has(*routes, "business-hours"));
}

TEST(DrillRoutes, RefusesWhatItCannotRead) {
  for (const char* wrong : {"", "receivers:\n  - name: a\n", "route:\n  receiver: a\n",
                            "{route: {receiver: a}, receivers: [{name: a}]}\n"}) {
    EXPECT_FALSE(DrillRoutes(wrong, kSink, Tempo{})) << wrong;
  }
}

}  // namespace
}  // namespace wa::drill
