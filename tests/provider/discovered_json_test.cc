#include "provider/discovered_json.h"

#include <gtest/gtest.h>

#include <string>

namespace wa {
namespace {

std::string WhyNot(std::string_view json) {
  const auto discovered = ReadDiscoveredJson(json);
  return discovered ? "read" : discovered.error().message;
}

// With these sources, as the current version has them.
std::string WhyNotSources(const std::string& sources) {
  return WhyNot(R"({"format": "waba_exporter discovered accounts", "version": 1, "sources": )" +
                sources + "}");
}

TEST(DiscoveredJsonTest, ReadsWhatItWrote) {
  DiscoveredAccount full;
  full.name = "berlin";
  full.phone_number = "+49 30 1234567";
  full.phone_number_id = "106";
  full.waba_id = "102";
  full.channel_id = "BerlinCH";
  full.plan = Plan::kPremium;
  full.tags = {{"team", "r\xC3\xA9tail \"x\"\n"}, {"empty", ""}};
  DiscoveredAccount bare;
  bare.name = "bonn";
  DiscoveredAccount unknown_plan = bare;
  unknown_plan.plan = Plan::kUnknown;  // said, and so not the source's default
  const std::map<std::string, Discovered> told{
      {"http_sd/all", {"http_sd/all", {full, bare, unknown_plan}}},
      {"partner/acme", {"partner/acme", {}}}};
  const auto read = ReadDiscoveredJson(DiscoveredJson(told));
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->size(), 2u);
  EXPECT_EQ(read->at("http_sd/all").source, "http_sd/all");
  EXPECT_EQ(read->at("http_sd/all").accounts, told.at("http_sd/all").accounts);
  EXPECT_EQ(read->at("partner/acme").accounts, told.at("partner/acme").accounts);
}

TEST(DiscoveredJsonTest, NoSourceIsNoMistake) {
  const auto read = ReadDiscoveredJson(DiscoveredJson({}));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_TRUE(read->empty());
}

TEST(DiscoveredJsonTest, EveryBeginningOfATextIsRefused) {
  DiscoveredAccount account;
  account.name = "berlin";
  const std::string whole = DiscoveredJson({{"waba/a", {"waba/a", {account}}}});
  for (std::size_t length = 0; length < whole.size() - 2; ++length) {
    EXPECT_FALSE(ReadDiscoveredJson(whole.substr(0, length))) << length;
  }
}

TEST(DiscoveredJsonTest, WhatIsNotOursIsRefused) {
  EXPECT_EQ(WhyNot(""), "it is empty");
  EXPECT_EQ(WhyNot("SQLite format 3"), "it is not JSON");
  EXPECT_EQ(WhyNot("[]"), "it is another program's");
  EXPECT_EQ(WhyNot(R"([{"targets": ["a"]}])"), "it is another program's");
  EXPECT_EQ(WhyNot(R"({"format": 1})"), "it is another program's");
}

TEST(DiscoveredJsonTest, AnotherVersionIsRefused) {
  const std::string head = R"({"format": "waba_exporter discovered accounts", )";
  EXPECT_EQ(WhyNot(head + R"("version": 0, "sources": {}})"), "its version is 0, not 1");
  EXPECT_EQ(WhyNot(head + R"("version": 2, "sources": {}})"), "its version is 2, not 1");
  EXPECT_EQ(WhyNot(head + R"("sources": {}})"), "its version is unknown, not 1");
}

TEST(DiscoveredJsonTest, OneMistakeRefusesAll) {
  EXPECT_EQ(WhyNotSources("7"), "it names no sources");
  EXPECT_EQ(WhyNotSources(R"({"waba/a": {}})"), "source 'waba/a' must be a list of accounts");
  for (const char* account :
       {R"("a")", R"({})", R"({"name": ""})", R"({"name": 7})", R"({"name": "a", "waba_id": 7})",
        R"({"name": "a", "plan": "gold"})", R"({"name": "a", "plan": 1})",
        R"({"name": "a", "tags": []})", R"({"name": "a", "tags": {"x": null}})"}) {
    EXPECT_EQ(WhyNotSources(R"({"waba/a": [{"name": "good"}, )" + std::string(account) + "]}"),
              "source 'waba/a': account 2 is not one")
        << account;
  }
}

}  // namespace
}  // namespace wa
