#include "monitor/prepared_config.h"

#include <gtest/gtest.h>

#include <string>

namespace wa {
namespace {

class PreparedConfigTest : public testing::Test {
 protected:
  void Add(const std::string& key, ProviderKind kind = ProviderKind::k360dialog,
           const std::string& provider = "d360") {
    auto account = std::make_shared<Account>();
    account->name = "shop-" + std::to_string(config_.accounts.size());
    account->kind = kind;
    account->provider = provider;
    account->api_key = Secret(key);
    config_.accounts.push_back(std::move(account));
  }
  KeySharing Sharing() const { return SharingIn(config_); }

  Config config_;
};

using Numbers = std::vector<std::size_t>;

TEST_F(PreparedConfigTest, WhoHasTheSameKeyHasTheSameNumber) {
  for (const char* key : {"one", "two", "one", "", "three", "two", "one", ""}) Add(key);
  const KeySharing sharing = Sharing();
  const Numbers& number = sharing.credential;
  EXPECT_EQ(number[0], number[2]);
  EXPECT_EQ(number[0], number[6]);
  EXPECT_EQ(number[1], number[5]);
  EXPECT_NE(number[0], number[1]);
  EXPECT_EQ(Numbers({number[3], number[4], number[7]}), Numbers({0, 0, 0}));
}

TEST_F(PreparedConfigTest, OfThoseWithOneKeyEachKnowsAnother) {
  for (const char* key : {"one", "two", "one", "", "one", ""}) Add(key);
  EXPECT_EQ(Sharing().other, Numbers({2, 1, 0, 3, 0, 5}));
}

TEST_F(PreparedConfigTest, ATokenOfMetaIsForManyNumbers) {
  Add("one", ProviderKind::kMeta, "cloud");
  Add("one", ProviderKind::kMeta, "cloud");
  EXPECT_EQ(Sharing().credential, Numbers({1, 1}));
  EXPECT_EQ(Sharing().other, Numbers({0, 1}));
}

TEST_F(PreparedConfigTest, AtAnotherProviderTheSameKeyIsNoMistake) {
  Add("one");
  Add("one", ProviderKind::k360dialog, "other");
  Add("one", ProviderKind::k360dialog, "other");
  EXPECT_EQ(Sharing().credential, Numbers({1, 1, 1}));
  EXPECT_EQ(Sharing().other, Numbers({0, 2, 1}));
}

}  // namespace
}  // namespace wa
