#include "web/account_query.h"

#include <gtest/gtest.h>

#include "web/fleet_for_web.h"

namespace wa {
namespace {

using Parameters = std::map<std::string, std::string, std::less<>>;

struct Selected {
  std::size_t matching;
  std::vector<std::string> names;
};

Selected Select(const Parameters& parameters) {
  const auto fleet = test::MixedFleet();
  const auto query = ParseAccountQuery(parameters);
  EXPECT_TRUE(query.has_value()) << query.error().message;
  Selected selected{0, {}};
  if (!query) return selected;
  const AccountPage page = SelectAccounts(*fleet, *query, test::kNow);
  selected.matching = page.matching;
  for (const AccountRow& row : page.rows) selected.names.push_back(row.status->account->name);
  return selected;
}

using Names = std::vector<std::string>;

TEST(AccountQuery, WithoutParametersSelectsAllByName) {
  const Selected all = Select({});
  EXPECT_EQ(all.matching, 6U);
  EXPECT_EQ(all.names, (Names{"berlin-shop", "hamburg-shop", "munich-shop", "paris-support",
                              "rome-support", "vienna-shop"}));
}

TEST(AccountQuery, Filters) {
  EXPECT_EQ(Select({{"state", "down"}}).names, Names{"paris-support"});
  EXPECT_EQ(Select({{"state", "support, wait"}}).names, (Names{"hamburg-shop", "munich-shop"}));
  EXPECT_EQ(Select({{"provider", "other"}}).names, Names{"vienna-shop"});
  EXPECT_EQ(Select({{"provider", "OTHER"}}).names, Names{});
  EXPECT_EQ(Select({{"q", "SUPPORT"}}).names, (Names{"paris-support", "rome-support"}));
  EXPECT_EQ(Select({{"q", "support"}, {"state", "degraded"}}).names, Names{"rome-support"});
}

TEST(AccountQuery, FindsTagValues) {
  test::FleetBuilder fleet;
  fleet.Add("a");
  fleet.LastAccount().tags.Edit()["team"] = "Retail";
  fleet.Add("b");
  const auto query = ParseAccountQuery({{"q", "retail"}});
  ASSERT_TRUE(query.has_value());
  const auto snapshot = fleet.Build();
  const AccountPage page = SelectAccounts(*snapshot, *query, test::kNow);
  ASSERT_EQ(page.rows.size(), 1U);
  EXPECT_EQ(page.rows[0].status->account->name, "a");
}

TEST(AccountQuery, PagesPutTogetherAreTheWhole) {
  EXPECT_EQ(Select({{"limit", "4"}}).names.size(), 4U);
  EXPECT_EQ(Select({{"limit", "4"}}).matching, 6U);
  EXPECT_EQ(Select({{"limit", "4"}, {"offset", "4"}}).names,
            (Names{"rome-support", "vienna-shop"}));
  EXPECT_EQ(Select({{"offset", "6"}}).names, Names{});
  EXPECT_EQ(Select({{"offset", "99"}}).matching, 6U);
  EXPECT_EQ(Select({{"q", "shop"}, {"limit", "1"}, {"offset", "2"}}).names, Names{"munich-shop"});
}

TEST(AccountQuery, FieldsOfAFormThatAreEmptyFilterNothing) {
  EXPECT_EQ(Select({{"state", ""}, {"q", ""}, {"plan", ""}, {"tag", ""}, {"page", ""}}).matching,
            6U);
}

TEST(AccountQuery, PagesCountFromOne) {
  EXPECT_EQ(Select({{"limit", "4"}, {"page", "1"}}).names, Select({{"limit", "4"}}).names);
  EXPECT_EQ(Select({{"limit", "4"}, {"page", "2"}}).names,
            Select({{"limit", "4"}, {"offset", "4"}}).names);
}

TEST(AccountQuery, FiltersByPlanAndTag) {
  test::FleetBuilder fleet;
  fleet.Add("a");
  fleet.LastAccount().tags.Edit() = {{"team", "retail"}};
  fleet.Add("b");
  fleet.LastAccount().tags.Edit() = {{"team", "support"}};
  fleet.LastAccount().plan = Plan::kPremium;
  fleet.Add("c");
  const auto snapshot = fleet.Build();
  const auto names = [&](const Parameters& parameters) {
    const auto query = ParseAccountQuery(parameters);
    std::string found;
    for (const AccountRow& row : SelectAccounts(*snapshot, query.value(), test::kNow).rows) {
      found += row.status->account->name;
    }
    return found;
  };
  EXPECT_EQ(names({{"tag", "team"}}), "ab");
  EXPECT_EQ(names({{"tag", "team=retail"}}), "a");
  EXPECT_EQ(names({{"tag", "team=Retail"}}), "");
  EXPECT_EQ(names({{"tag", "tea"}}), "");
  EXPECT_EQ(names({{"plan", "premium"}}), "b");
  EXPECT_EQ(names({{"plan", "regular"}, {"tag", "team"}}), "a");
}

TEST(AccountQuery, Sorts) {
  EXPECT_EQ(Select({{"sort", "attention"}}).names,
            (Names{"munich-shop", "paris-support", "rome-support", "hamburg-shop", "vienna-shop",
                   "berlin-shop"}));
  EXPECT_EQ(Select({{"sort", "since"}}).names,
            (Names{"paris-support", "hamburg-shop", "munich-shop", "rome-support", "berlin-shop",
                   "vienna-shop"}));
  EXPECT_EQ(Select({{"sort", "provider"}}).names.back(), "vienna-shop");
}

TEST(AccountQuery, AmongEqualsTheLongestNeedsAttentionFirstThenTheName) {
  test::FleetBuilder fleet;
  fleet.AddWith("a", test::FleetBuilder::Restart(test::seconds(10)));
  fleet.AddWith("b", test::FleetBuilder::Restart(test::seconds(20)));
  fleet.AddWith("c", test::FleetBuilder::Restart(test::seconds(20)));
  const auto snapshot = fleet.Build();
  AccountQuery query;
  query.sort = AccountSort::kAttention;
  std::string order;
  for (const AccountRow& row : SelectAccounts(*snapshot, query, test::kNow).rows) {
    order += row.status->account->name;
  }
  EXPECT_EQ(order, "bca");
}

TEST(AccountQuery, SaysWhatWouldBeRight) {
  const std::pair<Parameters, const char*> cases[] = {
      {{{"state", "fine"}},
       "state: one or more, with commas, of ok, unknown, wait, degraded, down, support"},
      {{{"state", "ok,"}},
       "state: one or more, with commas, of ok, unknown, wait, degraded, down, support"},
      {{{"limit", "0"}}, "limit: a number from 1 to 1000"},
      {{{"limit", "1001"}}, "limit: a number from 1 to 1000"},
      {{{"limit", "ten"}}, "limit: a number from 1 to 1000"},
      {{{"offset", "-1"}}, "offset: a number from 0"},
      {{{"stat", "ok"}},
       "unknown parameter; known are state, provider, plan, tag, q, sort, limit, offset, page"},
      {{{"plan", "gold"}}, "plan: one of unknown, basic, regular, premium"},
      {{{"sort", "size"}}, "sort: one of name, attention, since, provider"},
      {{{"page", "0"}}, "page: a number from 1"},
      {{{"page", "99999999999"}}, "page: a number from 1"},
      {{{"page", "2"}, {"offset", "3"}}, "page or offset, not both"},
  };
  for (const auto& [parameters, message] : cases) {
    const auto query = ParseAccountQuery(parameters);
    ASSERT_FALSE(query.has_value()) << message;
    EXPECT_EQ(query.error().message, message);
  }
}

}  // namespace
}  // namespace wa
