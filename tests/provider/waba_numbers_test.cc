#include "provider/waba_numbers.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

HttpResponse Ok(std::string body) {
  HttpResponse response;
  response.status = 200;
  response.body = std::move(body);
  return response;
}

TEST(WabaNumbers, AreAskedForWithTheSourcesTokenAndPageByPage) {
  WabaSource source;
  source.waba_id = "1022";
  source.token = Secret("token-of-the-waba");
  ProviderSettings provider;
  provider.base_url = "https://graph.example.com";
  provider.api_version = "v26.0";
  const HttpRequest first = AskWabaNumbers(source, provider, "");
  EXPECT_EQ(first.url,
            "https://graph.example.com/v26.0/1022/phone_numbers"
            "?fields=id,display_phone_number&limit=100");
  EXPECT_EQ(first.secret_header, "Authorization");
  EXPECT_EQ(first.secret.Reveal(), "Bearer token-of-the-waba");
  EXPECT_EQ(AskWabaNumbers(source, provider, "QVFI").url, first.url + "&after=QVFI");
}

TEST(WabaNumbers, BecomeAccountsByTheirIds) {
  const auto page =
      ReadWabaNumbers(Ok(R"({"data":[{"id":"7001","display_phone_number":"+49 30 1"},{"x":1}],
                    "paging":{"cursors":{"after":"QVFI"},"next":"https://x"}})"));
  ASSERT_TRUE(page.has_value());
  ASSERT_EQ(page->accounts.size(), 1u);
  EXPECT_EQ(page->accounts[0].name, "7001");
  EXPECT_EQ(page->next, "QVFI");
}

TEST(WabaNumbers, TheLastPageHasACursorButNoNext) {
  const auto page = ReadWabaNumbers(Ok(R"({"data":[],"paging":{"cursors":{"after":"Q"}}})"));
  ASSERT_TRUE(page.has_value());
  EXPECT_EQ(page->next, "");
}

TEST(WabaNumbers, WhatIsNoListIsAnErrorAndNeverAnEmptyList) {
  EXPECT_FALSE(ReadWabaNumbers(Ok("<html>")).has_value());
  EXPECT_FALSE(ReadWabaNumbers(Ok(R"({"data":7})")).has_value());
}

}  // namespace
}  // namespace wa
