#include "config/credentials.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace wa {
namespace {

void Add(Config* config, const std::string& name, const std::string& provider,
         const std::string& key) {
  auto account = std::make_shared<Account>();
  account->name = name;
  account->provider = provider;
  account->api_key = Secret(key);
  config->accounts.push_back(std::move(account));
}

TEST(CredentialsTest, GroupsAccountsOfAProviderByKey) {
  Config config;
  Add(&config, "a", "p", "2");
  Add(&config, "b", "p", "1");
  Add(&config, "c", "p", "2");
  Add(&config, "d", "q", "2");
  Add(&config, "e", "p", "");
  std::string text;
  for (const auto& group : ByCredential(config, "p")) {
    for (const Account* account : group) text += account->name;
    text += ";";
  }
  EXPECT_EQ(text, "ac;b;");
}

TEST(CredentialsTest, OnlyATokenOfMetaIsForManyNumbers) {
  EXPECT_FALSE(KeyIsOfOneNumber(ProviderKind::kMeta));
  EXPECT_TRUE(KeyIsOfOneNumber(ProviderKind::k360dialog));
  EXPECT_TRUE(KeyIsOfOneNumber(ProviderKind::k360dialogOnprem));
  EXPECT_TRUE(KeyIsOfOneNumber(ProviderKind::kOnprem));
}

}  // namespace
}  // namespace wa
