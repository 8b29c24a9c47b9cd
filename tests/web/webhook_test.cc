#include "web/webhook.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <fstream>
#include <future>
#include <mutex>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "web/server_case.h"
#include "web/webhook_auth.h"

namespace wa {
namespace {

using nlohmann::json;
using test::Fetched;
using test::HttpClient;
using test::RawConnection;

const std::string kBody =
    R"({"object":"whatsapp_business_account","entry":[{"id":"102290129340398","time":1743451903,)"
    R"("changes":[{"value":{"event":"ACCOUNT_DELETED"},"field":"account_update"}]}]})";
const std::string kSignature =
    "X-Hub-Signature-256: "
    "sha256=f0aa44815555ba99a7d1d9d2d1d8f8b6d47e00818afdc8317126af3f312aab2d";

json Sample(const std::string& name) {
  std::ifstream file(std::string(WABA_SOURCE_DIR) + "/tests/data/payloads/" + name);
  return json::parse(file);
}

class WebhookTest : public test::DeliveryCase {
 protected:
  void SetUp() override {
    WebhookAuth signed_;
    signed_.signature_key = Secret("example-app-secret");
    signed_.verify_token = Secret("verify-token");
    AddAccount("berlin-shop", signed_);
    WebhookAuth by_path;
    by_path.path = Secret("path/secret+1");
    AddAccount("paris-shop", by_path);
    WebhookAuth by_header;
    by_header.header = "x-my-token";
    by_header.header_value = Secret("header-value");
    AddAccount("rome-shop", by_header);
    fleet_.Add("deaf");
    WebhookAuth platform;
    platform.signature_key = Secret("platform-secret");
    PartnerSettings acme;
    acme.name = "acme";
    acme.provider = "partner-provider";
    acme.webhook = platform;
    config_.partners = {acme};
  }
};

TEST_F(WebhookTest, ASignedDeliveryIsHeardAndHandedOnWhole) {
  Start();
  const Fetched answer = Post("/webhook/berlin-shop", kBody, {kSignature});
  EXPECT_EQ(answer.status, 200) << answer.error;
  EXPECT_EQ(answer.body, "ok\n");
  const auto told = this->told();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].account, "berlin-shop");
  EXPECT_EQ(told[0].partner, "");
  EXPECT_EQ(told[0].operation, ObservedOperation::kNone);
  EXPECT_EQ(told[0].event.name, "account_update");
  EXPECT_EQ(told[0].event.waba_id, "102290129340398");
  ASSERT_FALSE(told[0].event.identity.empty());
  EXPECT_EQ(told[0].digest, DigestOf(told[0].event.identity));
  EXPECT_EQ(TakeCounts(), (std::map<Count, int>{{{"d360", 200, ""}, 1}}));
}

TEST_F(WebhookTest, EveryRecordedSignatureIsJudgedAsItIs) {
  Start();
  for (const char* name :
       {"webhooks/177-webhook-signed-meta.json", "webhooks/178-webhook-signed-meta-bad.json"}) {
    const json sample = Sample(name);
    ASSERT_EQ(sample.at("secret"), "example-app-secret");
    std::vector<std::string> headers;
    for (const auto& [key, value] : sample.at("headers").items()) {
      headers.push_back(key + ": " + value.get<std::string>());
    }
    const Fetched answer = Post("/webhook/berlin-shop", sample.at("raw_body"), headers);
    EXPECT_EQ(answer.status, sample.at("signature_valid").get<bool>() ? 200 : 401) << name;
  }
  EXPECT_EQ(told().size(), 1U);
}

TEST_F(WebhookTest, NobodyElseIsHeard) {
  Start();
  const std::string wrong = "X-Hub-Signature-256: sha256=" + std::string(64, '0');
  const std::pair<std::string, std::vector<std::string>> cases[] = {
      {"/webhook/berlin-shop", {}},
      {"/webhook/berlin-shop", {wrong}},
      {"/webhook/berlin-shop", {kSignature, wrong}},  // which one counts would be a guess
      {"/webhook/berlin-shop", {"X-Hub-Signature: sha256=" + kSignature.substr(28)}},
      {"/webhook/berlin-shop/secret", {kSignature}},
      {"/webhook/paris-shop", {}},
      {"/webhook/paris-shop/", {}},
      {"/webhook/paris-shop/path", {}},
      {"/webhook/paris-shop/path/secret+2", {}},
      {"/webhook/rome-shop", {}},
      {"/webhook/rome-shop", {"X-My-Token: header-valu"}},
      {"/webhook/partner/acme", {kSignature}},
  };
  for (const auto& [target, headers] : cases) {
    const Fetched answer = Post(target, kBody, headers);
    EXPECT_EQ(answer.status, 401) << target;
    EXPECT_EQ(answer.body, "401: nothing proves who sent this\n") << target;
  }
  EXPECT_EQ(deliveries_, 0);
  EXPECT_EQ(TakeCounts(), (std::map<Count, int>{{{"d360", 401, "signature"}, 11},
                                                {{"partner-provider", 401, "signature"}, 1}}));
}

TEST_F(WebhookTest, ASecretPathOrHeaderIsEnoughWhereNothingIsSigned) {
  Start();
  EXPECT_EQ(Post("/webhook/paris-shop/path/secret+1", kBody).status, 200);
  EXPECT_EQ(Post("/webhook/paris-shop/path%2Fsecret%2B1", kBody).status, 200);
  EXPECT_EQ(Post("/webhook/rome-shop", kBody, {"X-MY-TOKEN: header-value"}).status, 200);
  EXPECT_EQ(told().size(), 3U);
}

TEST_F(WebhookTest, APartnersDeliveryNamesThePartner) {
  Start();
  // printf '%s' BODY | openssl dgst -sha256 -hmac platform-secret
  const std::string body = R"({"id":"e1","event":"account_restriction","data":{"id":"shopCH"}})";
  for (const std::string scheme : {"", "sha256="}) {
    const Fetched answer =
        Post("/webhook/partner/acme", body,
             {"x-360dialog-signature: " + scheme +
              "cf2e89870561c10410afb1da511529dd9d6a7cd8dde9de5ac96c8eb367ff368a"});
    EXPECT_EQ(answer.status, 200) << answer.body;
  }
  const auto told = this->told();
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].partner, "acme");
  EXPECT_EQ(told[0].account, "");
  EXPECT_EQ(told[0].event.channel_id, "shopCH");
  EXPECT_EQ(told[0].digest, told[1].digest) << "a repetition is known again";
  EXPECT_EQ(TakeCounts(), (std::map<Count, int>{{{"partner-provider", 200, ""}, 2}}));
}

// Who has no proof does not learn which names there are.
TEST_F(WebhookTest, NobodyOfThatNameLooksLikeSomebodyWithoutProof) {
  Start();
  const std::string question = "?hub.mode=subscribe&hub.verify_token=guess&hub.challenge=1";
  const Fetched somebody = Post("/webhook/berlin-shop", kBody, {"X-Hub-Signature-256: sha256=00"});
  const Fetched asked = HttpClient().Get(port_, "/webhook/berlin-shop" + question);
  const Fetched too_little = HttpClient().Get(port_, "/webhook/berlin-shop");
  EXPECT_EQ(somebody.status, 401);
  EXPECT_EQ(asked.status, 403);
  EXPECT_EQ(too_little.status, 400);
  TakeCounts();
  for (const std::string target :
       {"/webhook/nobody", "/webhook/deaf", "/webhook/deaf/secret", "/webhook/partner/nobody",
        "/webhook/partner", "/webhook/partner/"}) {
    const Fetched post = Post(target, kBody, {kSignature});
    EXPECT_EQ(post.status, somebody.status) << target;
    EXPECT_EQ(post.body, somebody.body) << target;
    const Fetched get = HttpClient().Get(port_, target + question);
    EXPECT_EQ(get.status, asked.status) << target;
    EXPECT_EQ(get.body, asked.body) << target;
    EXPECT_EQ(HttpClient().Get(port_, target).body, too_little.body) << target;
  }
  EXPECT_EQ(TakeCounts(),
            (std::map<Count, int>{
                {{"", 401, "account"}, 6}, {{"", 403, "account"}, 6}, {{"", 400, "schema"}, 6}}));
}

TEST_F(WebhookTest, WhatIsNoJsonIsRefusedWithItsReason) {
  Start();
  const std::pair<std::string, std::string> cases[] = {
      {"", "400: empty\n"},
      {"ok", "400: not JSON\n"},
      {"{\"entry\":[", "400: not JSON\n"},
      {std::string(100, '[') + std::string(100, ']'), "400: nested too deeply\n"},
  };
  for (const auto& [body, text] : cases) {
    const Fetched answer = Post("/webhook/paris-shop/path/secret+1", body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_EQ(answer.body, text) << body;
  }
  EXPECT_EQ(deliveries_, 0);
  EXPECT_EQ(TakeCounts(), (std::map<Count, int>{{{"d360", 400, "json"}, 4}}));
}

TEST_F(WebhookTest, AnUnknownFormIsAnsweredGoodAndCounted) {
  Start();
  for (const char* body : {"{}", "[]", "7", R"({"object":"page","entry":[]})"}) {
    EXPECT_EQ(Post("/webhook/paris-shop/path/secret+1", body).status, 200) << body;
  }
  EXPECT_EQ(deliveries_, 0);
  EXPECT_EQ(TakeCounts(), (std::map<Count, int>{{{"d360", 200, "schema"}, 4}}));
}

TEST_F(WebhookTest, WhatIsNotOnTheDiskIsToBeSentAgain) {
  Start();
  outcome_ = Delivered::kNot;
  const Fetched answer = Post("/webhook/berlin-shop", kBody, {kSignature});
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.headers.at("retry-after"), "60");
  EXPECT_EQ(TakeCounts(), (std::map<Count, int>{{{"d360", 503, "busy"}, 1}}));
}

TEST_F(WebhookTest, TooLargeIsRefusedBeforeItIsRead) {
  options_.max_body = 1000;
  Start();
  const RawConnection connection(port_);
  ASSERT_TRUE(
      connection.Send("POST /webhook/berlin-shop HTTP/1.1\r\nHost: x\r\nContent-Length: "
                      "1001\r\n\r\n"));
  const std::string answer = connection.ReadAll();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 413 ")) << answer;
  EXPECT_TRUE(answer.ends_with("413: the body is too large\n")) << answer;
  EXPECT_EQ(TakeCounts(), (std::map<Count, int>{{{"d360", 413, "size"}, 1}}));
}

TEST_F(WebhookTest, TooLargeIsRefusedWhileItIsRead) {
  options_.max_body = 1000;
  Start();
  const std::string head =
      "POST /webhook/berlin-shop HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string chunk = "3e8\r\n" + std::string(1000, ' ') + "\r\n";
  {
    const RawConnection connection(port_);
    ASSERT_TRUE(connection.Send(head + chunk + "1\r\n \r\n0\r\n\r\n"));
    const std::string answer = connection.ReadAll();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 413 ")) << answer;
    EXPECT_EQ(TakeCounts(), (std::map<Count, int>{{{"d360", 413, "size"}, 1}}));
  }
  const RawConnection endless(port_);
  ASSERT_TRUE(endless.Send(head));
  int chunks = 0;
  while (chunks < 10'000 && endless.Send(chunk)) ++chunks;
  EXPECT_LT(chunks, 10'000) << "he is cut off";
  endless.ReadAll();
  EXPECT_EQ(TakeCounts(), (std::map<Count, int>{{{"d360", 413, "size"}, 1}}));
  EXPECT_EQ(deliveries_, 0);
}

TEST_F(WebhookTest, ExactlyTheLimitIsRead) {
  std::string body = kBody + std::string(200'000 - kBody.size(), ' ');
  options_.max_body = body.size();
  Start();
  EXPECT_EQ(Post("/webhook/paris-shop/path/secret+1", body).status, 200);
  // It asks before it sends: the refusal ends the connection, and who still writes may be told of
  // that end instead of the answer.
  EXPECT_EQ(Post("/webhook/paris-shop/path/secret+1", body + " ", {"Expect: 100-continue"}).status,
            413);
  EXPECT_EQ(Post("/webhook/paris-shop/path/secret+1", body,
                 {"Transfer-Encoding: chunked", "Expect: 100-continue"})
                .status,
            200);
  EXPECT_EQ(told().size(), 2U);
}

TEST_F(WebhookTest, ManyBodiesAtOnceAreBounded) {
  options_.max_bodies = 100;
  Start();
  const Fetched answer = Post("/webhook/paris-shop/path/secret+1", kBody);
  EXPECT_EQ(answer.status, 503) << answer.body;
  EXPECT_EQ(answer.headers.at("retry-after"), "60");
  EXPECT_EQ(TakeCounts(), (std::map<Count, int>{{{"d360", 503, "busy"}, 1}}));
}

// Bodies that never end, each of which is under the limit.
TEST_F(WebhookTest, OneClientsBodiesKeepNoOtherOut) {
  options_.max_body = 1000;
  options_.max_bodies = 4000;
  Start();
  std::vector<RawConnection> greedy;
  for (int i = 0; i < 5; ++i) {
    greedy.emplace_back(port_);
    ASSERT_TRUE(greedy.back().Send(
        "POST /webhook/berlin-shop HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" +
        std::string(900, ' ')));
  }
  // What was sent may not have been read yet.
  int status = 200;
  for (int i = 0; i < 10'000 && status == 200; ++i) {
    status = Post("/webhook/berlin-shop", kBody, {kSignature}).status;
  }
  EXPECT_EQ(status, 503) << "its share is used up";
  HttpClient other;
  other.From("127.0.0.2").With(kSignature);
  EXPECT_EQ(other.Post(port_, "/webhook/berlin-shop", kBody).status, 200);
}

TEST_F(WebhookTest, ABodyInPartsIsWhole) {
  Start();
  const RawConnection connection(port_);
  const std::string length = std::to_string(kBody.size());
  ASSERT_TRUE(connection.Send("POST /webhook/berlin-shop HTTP/1.1\r\nHost: x\r\n" + kSignature +
                              "\r\nContent-Length: " + length + "\r\n\r\n"));
  for (const char byte : kBody) ASSERT_TRUE(connection.Send(std::string_view(&byte, 1)));
  EXPECT_TRUE(connection.ReadUntil("ok\n"));
  // And the next one over the same connection.
  ASSERT_TRUE(connection.Send("POST /webhook/berlin-shop HTTP/1.1\r\nHost: x\r\n" + kSignature +
                              "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n" + kBody.substr(0, 5)));
  std::string rest = kBody.substr(5);
  std::stringstream size;
  size << std::hex << rest.size();
  ASSERT_TRUE(connection.Send("\r\n" + size.str() + "\r\n" + rest + "\r\n0\r\n\r\n"));
  EXPECT_TRUE(connection.ReadUntil("ok\n"));
  EXPECT_EQ(told().size(), 2U);
}

TEST_F(WebhookTest, DrippingABodyBuysNoTime) {
  options_.request_deadline = std::chrono::milliseconds(100);
  Start();
  const RawConnection dripping(port_);
  ASSERT_TRUE(
      dripping.Send("POST /webhook/berlin-shop HTTP/1.1\r\nHost: x\r\nContent-Length: "
                    "100000\r\n\r\n"));
  int drops = 0;
  while (!dripping.IsClosed() && drops < 10'000 && dripping.Send(" ")) {
    ++drops;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));  // the attack, not a wait
  }
  EXPECT_LT(drops, 10'000);
  EXPECT_EQ(HttpClient().Get(port_, "/-/healthy").status, 200);
  EXPECT_EQ(deliveries_, 0);
}

TEST_F(WebhookTest, WhoLeavesInTheMiddleIsForgotten) {
  Start();
  {
    const RawConnection connection(port_);
    connection.Send(
        "POST /webhook/berlin-shop HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{");
  }
  EXPECT_EQ(Post("/webhook/berlin-shop", kBody, {kSignature}).status, 200);
  EXPECT_EQ(told().size(), 1U);
}

TEST_F(WebhookTest, ADeliveryThatWaitsForTheDiskHoldsNoThread) {
  options_.threads = 1;
  std::mutex mutex;
  std::condition_variable arrived;
  std::vector<std::function<void(Delivered)>> waiting;
  backend_.deliver = [&](const std::vector<Told>&, std::function<void(Delivered)> done) {
    const std::lock_guard lock(mutex);
    waiting.push_back(std::move(done));
    arrived.notify_all();
  };
  Start();
  auto first = std::async(std::launch::async,
                          [&] { return Post("/webhook/berlin-shop", kBody, {kSignature}); });
  {
    std::unique_lock lock(mutex);
    ASSERT_TRUE(arrived.wait_for(lock, std::chrono::seconds(60), [&] { return !waiting.empty(); }));
  }
  EXPECT_EQ(HttpClient().Get(port_, "/metrics").status, 200);
  waiting.front()(Delivered::kDurable);
  EXPECT_EQ(first.get().status, 200);
}

TEST_F(WebhookTest, AnswersTheHandshake) {
  Start();
  const std::string query = "?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=";
  const Fetched good = HttpClient().Get(port_, "/webhook/berlin-shop" + query + "verify-token");
  EXPECT_EQ(good.status, 200) << good.error;
  EXPECT_EQ(good.body, "1158201444");
  EXPECT_EQ(good.headers.at("content-type"), "text/plain; charset=utf-8");
  EXPECT_EQ(good.headers.at("x-content-type-options"), "nosniff");
  EXPECT_EQ(HttpClient().Get(port_, "/webhook/berlin-shop" + query + "guessed").status, 403);
  EXPECT_EQ(HttpClient().Get(port_, "/webhook/berlin-shop").status, 400);
  EXPECT_EQ(HttpClient().Get(port_, "/webhook/rome-shop" + query + "verify-token").status, 403)
      << "it has no verify token";
  EXPECT_EQ(TakeCounts(), (std::map<Count, int>{{{"d360", 200, ""}, 1},
                                                {{"d360", 403, "signature"}, 2},
                                                {{"d360", 400, "schema"}, 1}}));
}

TEST_F(WebhookTest, OtherMethodsAreNotForWebhooks) {
  Start();
  Fetched answer = HttpClient().Get(port_, "/webhook/berlin-shop", "PUT");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.headers["allow"], "GET, HEAD, POST");
  const RawConnection connection(port_);
  ASSERT_TRUE(connection.Send(
      "GET /webhook/berlin-shop HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody"));
  EXPECT_TRUE(connection.ReadAll().starts_with("HTTP/1.1 413 "));
}

TEST_F(WebhookTest, BeforeTheFirstSnapshotItIsToBeSentAgain) {
  Start();
  backend_.snapshot = [] { return nullptr; };
  Request request;
  request.method = "POST";
  request.target = "/webhook/berlin-shop";
  Response answer;
  Router(backend_).Handle(request, [&](Response response) { answer = std::move(response); });
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(TakeCounts(), (std::map<Count, int>{{{"", 503, "busy"}, 1}}));
}

}  // namespace
}  // namespace wa
