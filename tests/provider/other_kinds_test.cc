#include <gtest/gtest.h>

#include "provider/answer.h"
#include "provider/provider.h"

namespace wa {
namespace {

ProviderSettings Settings() {
  ProviderSettings settings;
  settings.base_url = "https://api.example.com";
  settings.api_version = "v26.0";
  return settings;
}

Account Number(const std::string& id, const std::string& waba, const std::string& key) {
  Account account;
  account.phone_number_id = id;
  account.waba_id = waba;
  account.api_key = Secret(key);
  return account;
}

HttpResponse Answer(int status, std::string body) {
  HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

HttpRequest AskHealth(ProviderKind kind, const Batch& batch, const std::string& after = "") {
  return ProviderFor(kind).Ask(Operation::kHealth, Settings(), batch, after);
}

std::vector<Facts> ReadHealth(ProviderKind kind, const Batch& batch,
                              const std::vector<HttpResponse>& pages) {
  return ProviderFor(kind).Read(Operation::kHealth, Settings(), batch, pages);
}

TEST(OtherKinds, OnPremisesIsAskedForItsHealthWithABearerToken) {
  const Account account = Number("", "", "token-of-a-node");
  const HttpRequest own = AskHealth(ProviderKind::kOnprem, {&account});
  EXPECT_EQ(own.url, "https://api.example.com/v1/health");
  EXPECT_EQ(own.secret_header, "Authorization");
  EXPECT_EQ(own.secret.Reveal(), "Bearer token-of-a-node");
  const HttpRequest hosted = AskHealth(ProviderKind::k360dialogOnprem, {&account});
  EXPECT_EQ(hosted.url, "https://api.example.com/v1/health");
  EXPECT_EQ(hosted.secret_header, "D360-API-KEY");
  EXPECT_EQ(hosted.secret.Reveal(), "token-of-a-node");
}

TEST(OtherKinds, OnPremisesSaysHowItsGatewayIs) {
  const Account account;
  const auto good = ReadHealth(ProviderKind::kOnprem, {&account},
                               {Answer(200, R"({"health":{"gateway_status":"connected"}})")});
  const auto bad = ReadHealth(ProviderKind::kOnprem, {&account},
                              {Answer(200, R"({"health":{"gateway_status":"disconnected"}})")});
  const auto none = ReadHealth(ProviderKind::kOnprem, {&account}, {Answer(200, "{}")});
  EXPECT_NE(Lines(good.front()), Lines(bad.front()));
  EXPECT_EQ(Lines(none.front()), Text{"messaging missing"});
}

TEST(OtherKinds, MetaIsAskedOncePerBusinessAccountAndToken) {
  const Account one = Number("1", "77", "token-one");
  const Account two = Number("2", "77", "token-one");
  const Account other = Number("3", "77", "token-two");
  const Provider& meta = ProviderFor(ProviderKind::kMeta);
  EXPECT_EQ(meta.BatchKey(one, Operation::kHealth), meta.BatchKey(two, Operation::kHealth));
  EXPECT_NE(meta.BatchKey(one, Operation::kHealth), meta.BatchKey(other, Operation::kHealth));
  EXPECT_EQ(meta.BatchKey(one, Operation::kHealth).find("token"), std::string::npos);
  const HttpRequest request = AskHealth(ProviderKind::kMeta, {&one, &two}, "QVFI");
  EXPECT_EQ(request.url.substr(0, 55), "https://api.example.com/v26.0/77/phone_numbers?fields=i");
  EXPECT_TRUE(request.url.ends_with("&limit=100&after=QVFI")) << request.url;
  EXPECT_EQ(request.secret.Reveal(), "Bearer token-one");
}

TEST(OtherKinds, ANumberOfMetaWithoutABusinessAccountIsAskedForAlone) {
  const Account alone = Number("1", "", "token-one");
  EXPECT_EQ(ProviderFor(ProviderKind::kMeta).BatchKey(alone, Operation::kHealth), "");
  EXPECT_EQ(AskHealth(ProviderKind::kMeta, {&alone}).url.substr(0, 39),
            "https://api.example.com/v26.0/1?fields=");
}

TEST(OtherKinds, EachNumberOfAListHasItsOwnHealthAndAMissingOneHasNone) {
  const Account one = Number("1", "77", "t");
  const Account two = Number("2", "77", "t");
  const Account gone = Number("9", "77", "t");
  const auto facts = ReadHealth(
      ProviderKind::kMeta, {&one, &two, &gone},
      {Answer(200, R"({"data":[{"id":"1","health_status":{"can_send_message":"AVAILABLE"}}],
                       "paging":{"next":"x","cursors":{"after":"Q"}}})"),
       Answer(200, R"({"data":[{"id":"2","health_status":{"can_send_message":"BLOCKED"}}]})")});
  ASSERT_EQ(facts.size(), 3u);
  EXPECT_EQ(Lines(facts[0]), Text{});
  EXPECT_EQ(Lines(facts[1]), Text{"messaging blocked"});
  EXPECT_EQ(Lines(facts[2]), Text{"messaging missing"});
}

TEST(OtherKinds, AnErrorOfMetaIsAboutAllOfTheBatch) {
  const Account one = Number("1", "77", "t");
  const Account two = Number("2", "77", "t");
  const auto facts =
      ReadHealth(ProviderKind::kMeta, {&one, &two},
                 {Answer(401, R"({"error":{"message":"Session has expired","code":190}})")});
  ASSERT_EQ(facts.size(), 2u);
  for (const Facts& each : facts) {
    EXPECT_EQ(each.http_status, 401);
    EXPECT_EQ(Lines(each).front(), "graph-error[190] Session has expired");
  }
}

TEST(OtherKinds, MetasListGoesOnOnlyWhereItNamesANextPage) {
  const Provider& meta = ProviderFor(ProviderKind::kMeta);
  const auto next = [&](const char* body) {
    return meta.NextPage(Operation::kHealth, Answer(200, body));
  };
  EXPECT_EQ(next(R"({"data":[],"paging":{"next":"x","cursors":{"after":"Q"}}})"), "Q");
  EXPECT_EQ(next(R"({"data":[],"paging":{"cursors":{"after":"Q"}}})"), "");
  EXPECT_EQ(next("<html>"), "");
}

}  // namespace
}  // namespace wa
