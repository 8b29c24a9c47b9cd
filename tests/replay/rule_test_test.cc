#include "replay/rule_test.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

using std::chrono::minutes;

std::string ValuesOf(const std::string& yaml, const std::string& series) {
  const std::size_t name = yaml.find("series: '" + series + "'");
  if (name == yaml.npos) return "no such series";
  const std::size_t begin = yaml.find("values: '", name) + 9;
  return yaml.substr(begin, yaml.find('\'', begin) - begin);
}

TEST(RuleTest, WritesSeriesAsPromtoolReadsThem) {
  RuleTest test(minutes(1));
  test.Add(2, {{"waba_x{account=\"it's\"}", "5"}, {"waba_y", "1"}});
  test.Add(3, {{"waba_x{account=\"it's\"}", "5"}, {"waba_y", "2"}});
  test.Add(4, {{"waba_x{account=\"it's\"}", "5"}});
  test.Add(7, {{"waba_x{account=\"it's\"}", "-6"}, {"waba_y", "NaN"}});
  const std::vector<std::string> tests = test.Yaml("/rules.yml", 9);
  ASSERT_EQ(tests.size(), 1U);
  const std::string& yaml = tests.front();
  EXPECT_EQ(ValuesOf(yaml, "waba_x{job=\"waba\",instance=\"replay\",account=\"it''s\"}"),
            "_x2 5+0x2 stale _x1 -6 stale ");
  EXPECT_EQ(ValuesOf(yaml, "waba_y{job=\"waba\",instance=\"replay\"}"), "_x2 1 2 stale _x4 ");
  EXPECT_EQ(ValuesOf(yaml, "up{job=\"waba\",instance=\"replay\"}"), "1+0x8 ");
  EXPECT_NE(yaml.find("evaluation_interval: 60000ms\n"), yaml.npos);
  EXPECT_NE(yaml.find("eval_time: 480000ms\n"), yaml.npos);
}

// Of promtool's limit of 10,000 samples for a query.
TEST(RuleTest, SpreadsAccountsOverSeveralTests) {
  RuleTest test(minutes(1));
  std::vector<FleetSample> samples{
      {"waba_accounts{state=\"ok\"}", "7"},
      {"waba_condition_grace_seconds{account=\"provider/d360\"}", "0"}};
  for (int i = 0; i < 60; ++i) {
    samples.push_back(
        {"waba_condition_grace_seconds{account=\"a" + std::to_string(i) + "\"}", "600"});
  }
  for (std::size_t step = 0; step < 600; ++step) test.Add(step, samples);
  const std::vector<std::string> tests = test.Yaml("/rules.yml", 600);
  ASSERT_EQ(tests.size(), 2U) << "60 accounts for 10 hours are 7,200 samples of 5 minutes";
  std::size_t accounts = 0;
  for (const std::string& yaml : tests) {
    EXPECT_NE(yaml.find("account=\"provider/d360\""), yaml.npos);
    EXPECT_NE(yaml.find("series: 'waba_accounts{"), yaml.npos);
    for (std::size_t at = 0; (at = yaml.find("account=\"a", at)) != yaml.npos; ++at) ++accounts;
  }
  EXPECT_EQ(accounts, 60U);
}

TEST(RuleTest, ReadsWhatPromtoolPrints) {
  const auto changes = ReadRuleTest(1, R"(Unit Testing:  test.yml
  FAILED:
    expr: "ALERTS{alertstate=\"firing\",severity=\"critical\"} unless x # began 11", time: 11m,
        exp: nil
        got: {__name__="ALERTS", account="shop \"a\"", alertname="A"} 1E+00, {__name__="ALERTS", account="b", alertname="B"} 1E+00
    expr: "(x) unless ALERTS{alertstate=\"firing\",severity=\"critical\"} # ended 40", time: 40m,
        exp: nil
        got: {__name__="ALERTS", account="b", alertname="B"} 1E+00
)");
  ASSERT_TRUE(changes.has_value());
  ASSERT_EQ(changes->size(), 3U);
  EXPECT_EQ((*changes)[0].step, 11U);
  EXPECT_TRUE((*changes)[0].began);
  EXPECT_EQ((*changes)[0].labels.at("account"), "shop \"a\"");
  EXPECT_EQ((*changes)[1].labels.at("alertname"), "B");
  EXPECT_EQ((*changes)[2].step, 40U);
  EXPECT_FALSE((*changes)[2].began);
}

TEST(RuleTest, NoAlertIsSuccess) {
  const auto changes = ReadRuleTest(0, "Unit Testing:  test.yml\n  SUCCESS\n");
  ASSERT_TRUE(changes.has_value());
  EXPECT_TRUE(changes->empty());
}

TEST(RuleTest, RulesThatAreWrongAreNoNightWithoutPages) {
  const auto changes = ReadRuleTest(1, "  FAILED:\nrules.yml: 3:9: unknown function\n");
  ASSERT_FALSE(changes.has_value());
  EXPECT_EQ(changes.error().code, ErrorCode::kConfig);
  EXPECT_NE(changes.error().message.find("3:9: unknown function"), std::string::npos);
}

}  // namespace
}  // namespace wa
