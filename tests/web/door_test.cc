#include "web/door.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <string>
#include <utility>
#include <vector>

#include "web/fleet_for_web.h"
#include "web/routes.h"

namespace wa {
namespace {

// Of "correct horse", by crypt(3), of cost 4.
const std::string kHash = "$2b$04$q80p2Bcc8X1IJ0/Jl4gxMuHAYc4U6edRsKb0K68EOH9TUefP9/TyW";
const std::string kRight = "Basic b3BzOmNvcnJlY3QgaG9yc2U=";       // ops:correct horse
const std::string kWrong = "Basic b3BzOndyb25n";                   // ops:wrong
const std::string kNobody = "Basic bm9ib2R5OmNvcnJlY3QgaG9yc2U=";  // nobody:correct horse

// prometheus:correct horse
const std::string kPrometheus = "Basic cHJvbWV0aGV1czpjb3JyZWN0IGhvcnNl";

// Of "wrong horse", likewise.
const std::string kOtherHash = "$2b$04$qarzmkyrHy1CEe4I53.07uOObhg3lIO0RkMv8FjmdOLq4azG0DNzm";
const std::string kLate = "Basic bGF0ZTp3cm9uZyBob3JzZQ==";  // late:wrong horse

class DoorTest : public testing::Test {
 protected:
  DoorTest() : backend_(test::MakeBackend(test::MixedFleet())) {
    backend_.config = [this] { return std::make_shared<const Config>(config_); };
    backend_.reload = [](const std::function<void(ReloadOutcome)>& done) { done({true, {}, {}}); };
  }

  void Lock() { config_.server.users["ops"] = Secret(kHash); }

  // Waits for an answer that comes later.
  Response Ask(Request request) {
    if (!router_) router_ = std::make_unique<Router>(backend_);
    std::promise<Response> answer;
    router_->Handle(std::move(request),
                    [&](Response response) { answer.set_value(std::move(response)); });
    return answer.get_future().get();
  }
  Response Get(const std::string& target, const std::string& authorization = "") {
    return Ask(Made("GET", target, authorization));
  }
  Response Post(const std::string& target, const std::string& authorization = "") {
    return Ask(Made("POST", target, authorization));
  }
  Response AskAt(const std::string& host, const std::string& method, const std::string& target) {
    Request request = Made(method, target, "");
    request.headers["host"] = host;
    return Ask(request);
  }
  static Request Made(const std::string& method, const std::string& target,
                      const std::string& authorization) {
    Request request;
    request.method = method;
    request.target = target;
    request.client = "192.0.2.1";
    if (!authorization.empty()) request.authorization = Secret(authorization);
    return request;
  }
  static std::string Header(const Response& response, const std::string& name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return "";
  }

  Config config_;
  Backend backend_;
  std::unique_ptr<Router> router_;
};

TEST_F(DoorTest, WithoutALockEverybodyReads) {
  EXPECT_EQ(Get("/").status, 200);
  EXPECT_EQ(Get("/", kWrong).status, 200);
  EXPECT_EQ(Post("/-/reload").status, 200);
}

TEST_F(DoorTest, WhoReadsMustLogIn) {
  Lock();
  for (const char* target :
       {"/", "/metrics", "/api/v1/accounts", "/accounts/berlin-shop", "/assets/style.css",
        "/nothing", "/a%2", "/probe?account=berlin-shop"}) {
    const Response refused = Get(target);
    EXPECT_EQ(refused.status, 401) << target;
    EXPECT_EQ(Header(refused, "WWW-Authenticate"),
              "Basic realm=\"waba_exporter\", charset=\"UTF-8\"");
    EXPECT_NE(Header(refused, "Content-Security-Policy"), "");
    EXPECT_NE(Get(target, kRight).status, 401) << target;
  }
  EXPECT_EQ(Post("/-/reload").status, 401);
  EXPECT_EQ(Post("/-/reload", kRight).status, 200);
}

TEST_F(DoorTest, WhatIsWrongIsRefusedAlike) {
  Lock();
  const Response wrong = Get("/", kWrong);
  EXPECT_EQ(wrong.status, 401);
  for (const std::string& authorization :
       {kNobody, std::string("Basic"), std::string("Basic !"), std::string("Basic b3Bz"),
        std::string("Bearer guessed-token"), std::string("Digest x")}) {
    const Response refused = Get("/", authorization);
    EXPECT_EQ(refused.status, 401) << authorization;
    EXPECT_EQ(*refused.body, *wrong.body) << authorization;
  }
}

TEST_F(DoorTest, HealthAndWebhooksAreForEverybody) {
  Lock();
  EXPECT_EQ(Get("/-/healthy").status, 200);
  EXPECT_EQ(Get("/-/ready").status, 200);
  const Response webhook = Post("/webhook/berlin-shop");
  EXPECT_EQ(webhook.status, 401);
  EXPECT_EQ(Header(webhook, "WWW-Authenticate"), "");
}

// Providers may come by the proxy by which people log in.
TEST_F(DoorTest, AWebhookWithoutProofLocksNobodyOut) {
  Lock();
  for (int i = 0; i <= FailureLimit::kAtOnce; ++i) {
    EXPECT_EQ(Post("/webhook/berlin-shop", "Bearer guessed-token").status, 401);
  }
  EXPECT_EQ(Get("/", kRight).status, 200);
}

TEST_F(DoorTest, ATokenOpensItsOwnAndLetsRead) {
  Lock();
  config_.observations_token = Secret("observer-token");
  config_.cases_token = Secret("cases-token");
  config_.reload_token = Secret("reload-token");
  for (const char* token : {"Bearer observer-token", "Bearer cases-token", "bearer reload-token"}) {
    EXPECT_EQ(Get("/metrics", token).status, 200) << token;
  }
  EXPECT_EQ(Post("/-/reload", "Bearer reload-token").status, 200);
  EXPECT_EQ(Post("/-/reload", "Bearer cases-token").status, 401);
  EXPECT_EQ(Post("/-/reload", kRight).status, 401);
  EXPECT_EQ(Post("/api/v1/observations/berlin-shop", "Bearer cases-token").status, 401);
  EXPECT_EQ(Post("/api/v1/observations/berlin-shop", "Bearer observer-token").status,
            400);  // no JSON
  EXPECT_EQ(Post("/api/v1/cases", "Bearer observer-token").status, 401);
  EXPECT_EQ(Post("/api/v1/cases", "Bearer cases-token").status, 400);
  EXPECT_EQ(Post("/api/v1/maintenance", "Bearer reload-token").status, 401);
}

TEST_F(DoorTest, WithoutATokenOfItsOwnCasesTakeThatOfObservations) {
  config_.observations_token = Secret("observer-token");
  EXPECT_EQ(Post("/api/v1/cases", "Bearer observer-token").status, 400);
  EXPECT_EQ(Post("/api/v1/cases", "Bearer guessed-token").status, 401);
}

TEST_F(DoorTest, ACertificateIsEnough) {
  Lock();
  config_.server.tls.client_ca_file = "ca.pem";
  config_.server.tls.client_auth = ClientAuth::kOptional;
  Request request = Made("GET", "/", "");
  EXPECT_EQ(Ask(request).status, 401);
  request.shows_certificate = true;
  EXPECT_EQ(Ask(request).status, 200);
}

TEST_F(DoorTest, WhoFailsTooOftenIsNotHeardForAWhile) {
  Lock();
  for (int i = 0; i < FailureLimit::kAtOnce; ++i) EXPECT_EQ(Get("/", kWrong).status, 401);
  const Response late = Get("/", kRight);
  EXPECT_EQ(late.status, 429);
  EXPECT_NE(Header(late, "Retry-After"), "");
  EXPECT_EQ(Get("/").status, 401);
  EXPECT_EQ(Get("/-/healthy").status, 200);
  Request other = Made("GET", "/", kRight);
  other.client = "192.0.2.2";
  EXPECT_EQ(Ask(other).status, 200);
}

// Behind one address there are many.
TEST_F(DoorTest, WhoIsWrongLocksOutNobodyWhoProvesSomethingElse) {
  Lock();
  config_.server.users["prometheus"] = Secret(kHash);
  config_.observations_token = Secret("observer-token");
  const auto fail = [&](const std::string& authorization) {
    for (int i = 0; i < FailureLimit::kAtOnce; ++i) {
      EXPECT_EQ(Get("/", authorization).status, 401) << authorization;
    }
    EXPECT_EQ(Get("/", authorization).status, 429) << authorization;
  };
  fail(kWrong);
  fail(kNobody);
  EXPECT_EQ(Get("/", kPrometheus).status, 200);
  EXPECT_EQ(Get("/", "Bearer observer-token").status, 200);
  fail("Bearer guessed-token");
  EXPECT_EQ(Get("/", kPrometheus).status, 200);
  EXPECT_EQ(Get("/", "Bearer observer-token").status, 429);
}

// Else one client would have the processor that computes passwords to itself.
TEST_F(DoorTest, WhoGuessesAtManyNamesIsOnlyKnownAgain) {
  Lock();
  config_.server.users["prometheus"] = Secret(kHash);
  config_.server.users["late"] = Secret(kOtherHash);
  EXPECT_EQ(Get("/", kPrometheus).status, 200);
  for (const char digit : std::string("AEIMQUYcgk")) {
    // nobody-0:wrong to nobody-9:wrong
    const std::string name = std::string("Basic bm9ib2R5LT") + digit + "6d3Jvbmc=";
    for (int i = 0; i < FailureLimit::kAtOnce; ++i) EXPECT_EQ(Get("/", name).status, 401);
  }
  const std::string other = "Basic b3RoZXI6d3Jvbmc=";  // other:wrong
  EXPECT_EQ(Get("/", other).status, 429);
  EXPECT_EQ(Get("/", kWrong).status, 429) << "a name that there is tells no more";
  EXPECT_EQ(Get("/", kLate).status, 429) << "nobody has seen him before";
  EXPECT_EQ(Get("/", kPrometheus).status, 200);
  const std::string guess = "Basic cHJvbWV0aGV1czp3cm9uZw==";  // prometheus:wrong
  for (int i = 0; i < FailureLimit::kAtOnce; ++i) EXPECT_EQ(Get("/", guess).status, 429);
  EXPECT_EQ(Get("/", kPrometheus).status, 429) << "nor can it be guessed now";
}

TEST_F(DoorTest, TokensCannotBeGuessedForLongWithoutALockEither) {
  config_.observations_token = Secret("observer-token");
  for (int i = 0; i < FailureLimit::kAtOnce; ++i) {
    EXPECT_EQ(Post("/api/v1/observations/berlin-shop", "Bearer guessed-token").status, 401);
  }
  EXPECT_EQ(Post("/api/v1/observations/berlin-shop", "Bearer observer-token").status, 429);
  EXPECT_EQ(Get("/metrics").status, 200);
}

// What listens elsewhere goes on listening there until the restart.
TEST_F(DoorTest, AReloadDoesNotUnlockWhatOthersCanReach) {
  backend_.is_reachable = true;
  Lock();
  EXPECT_EQ(Get("/", kRight).status, 200);
  config_.server.users.clear();
  EXPECT_EQ(Get("/", kRight).status, 401);
  EXPECT_EQ(Get("/").status, 401);
  config_.server.allow_unauthenticated = true;
  EXPECT_EQ(Get("/").status, 200);
}

TEST_F(DoorTest, WhatWasOpenByNameIsClosedWhenThatIsTakenBack) {
  backend_.is_reachable = true;
  config_.server.allow_unauthenticated = true;
  EXPECT_EQ(Get("/").status, 200);
  config_.server.allow_unauthenticated = false;  // listens on loopback after the next start
  EXPECT_EQ(Get("/").status, 401);
}

// DNS rebinding: the page's own name means our address, so that it is one site with us.
TEST_F(DoorTest, OnLoopbackNobodyIsAskedByANameThatIsNotOurs) {
  for (const char* host :
       {"evil.example", "evil.example:10360", "127.0.0.1.evil.example", "localhost.evil.example",
        "evil.localhost", "[::1].evil.example", "[evil]", "1", "127.1", "localhost, evil.example",
        "waba.example.com", "::1", "."}) {
    for (const char* target : {"/", "/metrics", "/api/v1/accounts", "/probe?account=berlin-shop"}) {
      EXPECT_EQ(AskAt(host, "GET", target).status, 421) << host << target;
    }
    EXPECT_EQ(AskAt(host, "POST", "/-/reload").status, 421) << host;
    EXPECT_EQ(AskAt(host, "GET", "/-/healthy").status, 200) << host;
    EXPECT_EQ(AskAt(host, "POST", "/webhook/berlin-shop").status, 401) << host;
  }
  for (const char* host : {"localhost", "LocalHost:10360", "localhost.", "127.0.0.1",
                           "127.0.0.1:10360", "[::1]", "[::1]:10360", "192.0.2.7:80", ""}) {
    EXPECT_EQ(AskAt(host, "GET", "/metrics").status, 200) << host;
    EXPECT_EQ(AskAt(host, "POST", "/-/reload").status, 200) << host;
  }
}

TEST_F(DoorTest, NamesThatAreListedAreOurs) {
  config_.server.hosts = {"waba.example.com", "Monitor"};
  EXPECT_EQ(AskAt("WABA.example.com:443", "GET", "/").status, 200);
  EXPECT_EQ(AskAt("monitor", "GET", "/").status, 200);
  EXPECT_EQ(AskAt("127.0.0.1:10360", "GET", "/").status, 200);
  EXPECT_EQ(AskAt("evil.example", "GET", "/").status, 421);
  EXPECT_EQ(AskAt("a.waba.example.com", "GET", "/").status, 421);
}

// A page cannot log in, and what others reach has many names.
TEST_F(DoorTest, WhereEverybodyLogsInOrBeyondLoopbackAnyNameWillDoUnlessSomeAreListed) {
  Lock();
  Request known = Made("GET", "/", kRight);
  known.headers["host"] = "waba.example.com";
  EXPECT_EQ(Ask(known).status, 200);
  EXPECT_EQ(AskAt("evil.example", "GET", "/").status, 401);
  config_.server.hosts = {"monitor"};
  EXPECT_EQ(Ask(known).status, 421);
}

TEST_F(DoorTest, BeyondLoopbackAnyNameWillDoUnlessSomeAreListed) {
  backend_.is_reachable = true;
  config_.server.allow_unauthenticated = true;
  EXPECT_EQ(AskAt("waba.monitoring.svc", "GET", "/").status, 200);
  config_.server.hosts = {"waba.example.com"};
  EXPECT_EQ(AskAt("waba.monitoring.svc", "GET", "/").status, 421);
  EXPECT_EQ(AskAt("10.0.0.7:10360", "GET", "/").status, 200);
}

TEST_F(DoorTest, WhatIsRefusedForItsNameIsCountedAndToldOnce) {
  std::vector<int> codes;
  backend_.count_request = [&](std::string_view, int code) { codes.push_back(code); };
  testing::internal::CaptureStderr();
  for (int i = 0; i < 100; ++i) AskAt("evil.example\n", "GET", "/");
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_EQ(codes, std::vector<int>(100, 421));
  EXPECT_NE(log.find("evil.example"), std::string::npos) << log;
  EXPECT_NE(log.find("server.hosts"), std::string::npos) << log;
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 1) << log;
}

// Reading costs files, programs that print keys, and others' requests; strangers may have none of
// it.
TEST_F(DoorTest, BeyondLoopbackNobodyReloadsWithoutAProof) {
  backend_.is_reachable = true;
  config_.server.allow_unauthenticated = true;
  EXPECT_EQ(Get("/").status, 200);
  EXPECT_EQ(Post("/-/reload").status, 403);
  EXPECT_EQ(Post("/-/reload", "Bearer guessed-token").status, 403);
  config_.reload_token = Secret("reload-token");
  EXPECT_EQ(Post("/-/reload").status, 401);
  EXPECT_EQ(Post("/-/reload", "Bearer reload-token").status, 200);
  config_.reload_token = Secret();
  Lock();
  EXPECT_EQ(Post("/-/reload", kRight).status, 200);
}

TEST_F(DoorTest, APageOfAnotherSiteSpendsNoBudget) {
  Request request = Made("GET", "/probe?account=berlin-shop", "");
  request.headers["sec-fetch-site"] = "cross-site";
  EXPECT_EQ(Ask(request).status, 403);
}

TEST_F(DoorTest, APageOfAnotherSiteChangesNothing) {
  config_.cases_token = Secret("cases-token");
  config_.server.hosts = {"monitor.example"};
  for (const char* target : {"/accounts/berlin-shop/poll", "/-/reload", "/api/v1/cases"}) {
    Request request = Made("POST", target, "");
    request.headers["sec-fetch-site"] = "cross-site";
    EXPECT_EQ(Ask(request).status, 403) << target;
    request.headers.erase("sec-fetch-site");
    request.headers["host"] = "monitor.example:10360";
    request.headers["origin"] = "https://evil.example";
    EXPECT_EQ(Ask(request).status, 403) << target;
    request.headers["origin"] = "null";
    EXPECT_EQ(Ask(request).status, 403) << target;
    request.headers["origin"] = "http://monitor.example:10360";
    EXPECT_NE(Ask(request).status, 403) << target;
  }
}

}  // namespace
}  // namespace wa
