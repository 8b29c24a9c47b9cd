#include "provider/dialog360.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

TEST(Dialog360, AsksForTheHealthStatusAndNothingElse) {
  ProviderSettings settings;
  settings.base_url = "https://waba-v2.example.com:8443";
  settings.ca_file = "/etc/ca.pem";
  Account account;
  account.api_key = Secret("key-of-the-number");
  const HttpRequest request =
      ProviderFor(ProviderKind::k360dialog).Ask(Operation::kHealth, settings, {&account}, "");
  EXPECT_EQ(request.url, "https://waba-v2.example.com:8443/health_status");
  EXPECT_EQ(request.secret_header, "D360-API-KEY");
  EXPECT_EQ(request.secret.Reveal(), "key-of-the-number");
  EXPECT_EQ(request.ca_file, "/etc/ca.pem");
  ASSERT_EQ(request.headers.size(), 1u);
  EXPECT_EQ(request.headers[0],
            (std::pair<std::string, std::string>("Accept", "application/json")));
}

// The key is in the one place that nobody prints.
TEST(Dialog360, TheKeyStandsNowhereElse) {
  Account account;
  account.api_key = Secret("key-of-the-number");
  const HttpRequest request = Dialog360().Ask(Operation::kHealth, {}, {&account}, "");
  EXPECT_EQ(request.url.find("key-of"), std::string::npos);
  for (const auto& [name, value] : request.headers) {
    EXPECT_EQ(value.find("key-of"), std::string::npos) << name;
  }
}

TEST(Dialog360, IsInTheTable) { EXPECT_EQ(&ProviderFor(ProviderKind::k360dialog), &Dialog360()); }

}  // namespace
}  // namespace wa
