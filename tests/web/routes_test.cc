#include "web/routes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/gzip.h"
#include "web/fleet_for_web.h"
#include "web/refusal.h"

namespace wa {
namespace {

Request Get(const std::string& target) {
  Request request;
  request.target = target;
  return request;
}

// What the router answers at once; status 0 if it did not.
Response Ask(const Backend& backend, Request request) {
  Response answer{0, "", std::make_shared<const std::string>(), {}};
  int answers = 0;
  Router(backend).Handle(std::move(request), [&](Response response) {
    answer = std::move(response);
    ++answers;
  });
  EXPECT_EQ(answers, 1);
  return answer;
}
Response Ask(const std::string& target) {
  return Ask(test::MakeBackend(test::MixedFleet()), Get(target));
}

std::string Header(const Response& response, const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

struct Case {
  const char* target;
  int status;
  std::string_view content_type;
  const char* body;  // null: not compared
};

TEST(Routes, Table) {
  constexpr auto* kNoHandshake = "400: hub.mode, hub.verify_token and hub.challenge are needed\n";
  const Case cases[] = {
      {"/", 200, kHtml, nullptr},
      {"/?q=shop&state=&page=1", 200, kHtml, nullptr},
      {"/?stat=ok", 400, kPlainText, nullptr},
      {"/?limit=101", 400, kPlainText, "400: limit: a number from 1 to 100\n"},
      {"/metrics", 200, "text/plain; version=0.0.4; charset=utf-8", "waba_accounts 6\n"},
      {"/-/healthy", 200, kPlainText, "healthy\n"},
      {"/-/ready", 200, kPlainText, "ready\n"},
      {"/%2d/ready", 200, kPlainText, "ready\n"},
      {"/probe?account=berlin-shop", 200, "text/plain; version=0.0.4; charset=utf-8", nullptr},
      {"/probe", 400, kPlainText, "400: which account? /probe?account=NAME\n"},
      {"/probe?account=", 400, kPlainText, "400: which account? /probe?account=NAME\n"},
      {"/probe?account=a&account=b", 400, kPlainText, "400: a parameter is given twice\n"},
      {"/probe?account=berlin-shoq", 404, kPlainText,
       "404: no account of this name is configured; did you mean berlin-shop?\n"
       "The names are at /api/v1/accounts\n"},
      {"/probe?account=http%3A%2F%2F169.254.169.254%2F", 404, kPlainText,
       "404: no account of this name is configured\nThe names are at /api/v1/accounts\n"},
      {"/probe?target=http://127.0.0.1/", 400, kPlainText,
       "400: which account? /probe?account=NAME\n"},
      {"/api/v1/accounts", 200, kJsonType, nullptr},
      {"/api/v1/accounts?limit=0", 400, kProblemType,
       "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
       "\"detail\":\"limit: a number from 1 to 1000\"}\n"},
      {"/api/v1/accounts/nobody", 404, kProblemType,
       "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":"
       "\"no account of this name is configured (the names are at /api/v1/accounts)\"}\n"},
      {"/api/v1/summary", 200, kJsonType, nullptr},
      {"/api/v1/conditions", 200, kJsonType, nullptr},
      {"/sd", 200, kJsonType, nullptr},
      {"/-/reload", 405, kPlainText, "405: answered here are only POST\n"},
      {"/assets/style.css", 200, "text/css; charset=utf-8", nullptr},
      {"/assets/app.js", 200, "text/javascript; charset=utf-8", nullptr},
      {"/assets/icon.svg", 200, "image/svg+xml", nullptr},
      {"/unknown", 200, kHtml, nullptr},
      {"/api/v1/unknown", 200, kJsonType, nullptr},
      {"/webhook/berlin-shop", 400, kPlainText, kNoHandshake},
      {"/webhook/nobody/x", 400, kPlainText, kNoHandshake},
      {"/webhook/partner/nobody", 400, kPlainText, kNoHandshake},
  };
  for (const Case& c : cases) {
    const Response response = Ask(c.target);
    EXPECT_EQ(response.status, c.status) << c.target;
    EXPECT_EQ(response.content_type, c.content_type) << c.target;
    if (c.body != nullptr) {
      EXPECT_EQ(*response.body, c.body) << c.target;
    }
  }
}

TEST(Routes, WhatIsNotInTheTableIsNotThere) {
  for (const char* target :
       {"/metricsfoo", "/metrics/", "/metrics/x", "/Metrics", "//metrics", "/assets/",
        "/assets/../metrics", "/assets/..%2f..%2fetc/passwd", "/..%2f..%2fetc%2fpasswd",
        "/../../etc/passwd", "/assets/style.css/..", "/favicon.ico", "/api/v1", "/webhook",
        "/webhook/", "/webhookx", "/%252e%252e/", "/\\..\\..\\"}) {
    const Response response = Ask(target);
    EXPECT_EQ(response.status, 404) << target;
    EXPECT_EQ(*response.body, "404: there is no such page. The status page is at /\n") << target;
  }
}

// The answer to who has `tag` already.
Response AskAgain(const Backend& backend, const std::string& target, const std::string& tag) {
  Request again = Get(target);
  again.headers["if-none-match"] = tag;
  return Ask(backend, again);
}

test::FleetBuilder OneThatWaits() {
  test::FleetBuilder fleet;
  fleet.AddWith("a", test::FleetBuilder::Restart(test::seconds(5)));
  return fleet;
}

TEST(Routes, WhoHasItAlreadyIsNotSentItAgain) {
  for (const char* target :
       {"/", "/?q=shop", "/incidents", "/conditions", "/config", "/unknown", "/support/a",
        "/api/v1/accounts", "/api/v1/accounts?limit=1", "/api/v1/accounts/a", "/api/v1/summary",
        "/api/v1/incidents", "/api/v1/conditions", "/api/v1/unknown", "/api/v1/maintenance",
        "/api/v1/cases"}) {
    test::FleetBuilder fleet = OneThatWaits();
    const std::string tag = Header(Ask(test::MakeBackend(fleet.Build()), Get(target)), "ETag");
    ASSERT_TRUE(tag.starts_with("W/\"")) << target;
    // Another snapshot, a few seconds later, and nothing has happened.
    fleet.snapshot().published += test::seconds(7);
    Backend later = test::MakeBackend(fleet.Build());
    later.now = [] { return test::kNow + test::seconds(7) + std::chrono::milliseconds(3); };
    const Response same = AskAgain(later, target, "\"other\", " + tag);
    EXPECT_EQ(same.status, 304) << target;
    EXPECT_EQ(*same.body, "");
    EXPECT_EQ(Header(same, "ETag"), tag);
    EXPECT_EQ(AskAgain(later, target, "*").status, 304) << target;
    EXPECT_EQ(AskAgain(later, target, tag.substr(2)).status, 304) << "by weak comparison";
    EXPECT_EQ(AskAgain(later, target, "W/\"other\"").status, 200) << target;
  }
}

TEST(Routes, ThatACaseGetsOlderIsNoNews) {
  test::FleetBuilder fleet = OneThatWaits();
  SupportCase it;
  it.id = "c1";
  it.account = "a";
  it.opened = test::kNow - test::minutes(9);
  fleet.snapshot().cases = std::make_shared<const std::vector<SupportCase>>(1, it);
  Backend backend = test::MakeBackend(fleet.Build());
  const Response first = Ask(backend, Get("/"));
  EXPECT_NE(first.body->find(" is open for <span"), std::string::npos);
  backend.now = [] { return test::kNow + test::seconds(7); };
  EXPECT_EQ(AskAgain(backend, "/", Header(first, "ETag")).status, 304);
}

TEST(Routes, WhatIsNewIsSent) {
  for (const char* target : {"/", "/api/v1/accounts", "/api/v1/accounts/a"}) {
    test::FleetBuilder fleet = OneThatWaits();
    const Backend backend = test::MakeBackend(fleet.Build());
    const std::string tag = Header(Ask(backend, Get(target)), "ETag");
    ASSERT_EQ(AskAgain(backend, target, tag).status, 304) << target;
    Backend stale = backend;
    stale.now = [] { return test::kNow + test::minutes(60); };
    EXPECT_EQ(AskAgain(stale, target, tag).status, 200) << target << ": nobody knows any more";
    // Asked again, as long ago as before.
    test::FleetBuilder polled;
    AccountStatus& status = polled.AddWith("a", test::FleetBuilder::Restart(test::seconds(5)));
    status.last_poll = *status.last_poll + test::seconds(7);
    Backend asked_again = test::MakeBackend(polled.Build());
    asked_again.now = [] { return test::kNow + test::seconds(7); };
    EXPECT_EQ(AskAgain(asked_again, target, tag).status, 200) << target;
  }
}

TEST(Routes, ThatNothingIsPublishedAnyMoreIsNews) {
  for (const char* target : {"/", "/api/v1/accounts", "/api/v1/summary"}) {
    Backend backend = test::MakeBackend(OneThatWaits().Build());
    const std::string tag = Header(Ask(backend, Get(target)), "ETag");
    backend.loop_is_turning = [] { return false; };
    EXPECT_EQ(AskAgain(backend, target, tag).status, 200) << target;
  }
}

TEST(Routes, WhatIsMeasuredAndWhatFailsHasNoTag) {
  for (const char* target : {"/metrics", "/-/healthy", "/nothing", "/api/v1/accounts?limit=x"}) {
    EXPECT_EQ(Header(Ask(target), "ETag"), "") << target;
    EXPECT_NE(AskAgain(test::MakeBackend(test::MixedFleet()), target, "*").status, 304) << target;
  }
}

TEST(Routes, WhatFailsInTheApiIsAProblem) {
  const Backend backend = test::MakeBackend(test::MixedFleet());
  struct Wrong {
    const char* method;
    const char* target;
    BodyFate body_fate;
    int status;
    const char* title;
  };
  const Wrong cases[] = {
      {"GET", "/api/v1/", BodyFate::kNone, 404, "Not Found"},
      {"GET", "/api/v1/nothing", BodyFate::kNone, 404, "Not Found"},
      {"GET", "/api/v1/accounts/", BodyFate::kNone, 404, "Not Found"},
      {"GET", "/%61pi/v1/nothing", BodyFate::kNone, 404, "Not Found"},
      {"DELETE", "/api/v1/accounts", BodyFate::kNone, 405, "Method Not Allowed"},
      {"GET", "/api/v1/observations/berlin-shop", BodyFate::kNone, 405, "Method Not Allowed"},
      {"GET", "/api/v1/accounts?q=%zz", BodyFate::kNone, 400, "Bad Request"},
      {"GET", "/api/v1/incidents?limit=x", BodyFate::kNone, 400, "Bad Request"},
      {"GET", "/api/v1/summary", BodyFate::kUnread, 413, "Content Too Large"},
  };
  for (const Wrong& c : cases) {
    Request request = Get(c.target);
    request.method = c.method;
    request.body_fate = c.body_fate;
    const Response response = Ask(backend, request);
    EXPECT_EQ(response.status, c.status) << c.target;
    EXPECT_EQ(response.content_type, kProblemType) << c.target;
    const auto problem = nlohmann::json::parse(*response.body);
    EXPECT_EQ(problem["status"], c.status) << c.target;
    EXPECT_EQ(problem["title"], c.title) << c.target;
  }
}

TEST(Routes, RefusesTargetsThatMeanNothing) {
  for (const char* target : {"", "*", "http://localhost/metrics", "metrics", "/metrics%00", "/%",
                             "/%zz", "/metrics?%ff", "/a\x01", "/\xff"}) {
    EXPECT_EQ(Ask(target).status, 400) << target;
  }
}

TEST(Routes, AnswersOnlyGetAndHead) {
  const Backend backend = test::MakeBackend(test::MixedFleet());
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW", "get", ""}) {
    Request request = Get("/metrics");
    request.method = method;
    const Response response = Ask(backend, request);
    EXPECT_EQ(response.status, 405) << method;
    EXPECT_EQ(Header(response, "Allow"), "GET, HEAD");
  }
  Request head = Get("/metrics");
  head.method = "HEAD";
  EXPECT_EQ(Ask(backend, head).status, 200);
}

TEST(Routes, AllowsPostWhereItMeansSomething) {
  const Backend backend = test::MakeBackend(test::MixedFleet());
  const std::pair<const char*, const char*> cases[] = {
      {"/webhook/berlin-shop", "GET, HEAD, POST"},
      {"/webhook/partner/acme/secret", "GET, HEAD, POST"},
      {"/api/v1/observations/berlin-shop", "POST"},
  };
  for (const auto& [target, allowed] : cases) {
    Request request = Get(target);
    request.method = "DELETE";
    const Response response = Ask(backend, request);
    EXPECT_EQ(response.status, 405) << target;
    EXPECT_EQ(Header(response, "Allow"), allowed) << target;
  }
  EXPECT_EQ(Ask(backend, Get("/api/v1/observations/berlin-shop")).status, 405);
}

TEST(Routes, TakesBodiesOnlyWhereTheyAreRead) {
  for (const char* target : {"/webhook/a", "/webhook/partner/a/b", "/api/v1/observations/a?x=1"}) {
    EXPECT_TRUE(TakesBody("POST", target)) << target;
    EXPECT_FALSE(TakesBody("GET", target)) << target;
    EXPECT_FALSE(TakesBody("PUT", target)) << target;
  }
  for (const char* target :
       {"/", "/metrics", "/probe", "/webhook/", "/webhooks/a", "/%", "", "*"}) {
    EXPECT_FALSE(TakesBody("POST", target)) << target;
  }
}

TEST(Routes, RefusesBodies) {
  Request request = Get("/metrics");
  request.body_fate = BodyFate::kUnread;
  EXPECT_EQ(Ask(test::MakeBackend(test::MixedFleet()), request).status, 413);
}

TEST(Routes, CompressesForThoseWhoAcceptIt) {
  const Backend backend = test::MakeBackend(test::MixedFleet());
  Request request = Get("/metrics");
  EXPECT_EQ(Header(Ask(backend, request), "Content-Encoding"), "");
  request.accepts_gzip = true;
  const Response zipped = Ask(backend, request);
  EXPECT_EQ(Header(zipped, "Content-Encoding"), "gzip");
  EXPECT_EQ(Header(zipped, "Vary"), "Accept, Accept-Encoding");
  EXPECT_EQ(zipped.body, backend.exposition(TextFormat::kPrometheus, true))
      << "the same bytes, not a copy";
}

TEST(Routes, MetricsAreOpenMetricsForThoseWhoLikeThatBetter) {
  const Backend backend = test::MakeBackend(test::MixedFleet());
  Request request = Get("/metrics");
  request.headers["accept"] = "application/openmetrics-text;version=1.0.0,text/plain;q=0.5";
  for (const bool gzip : {false, true}) {
    request.accepts_gzip = gzip;
    const Response answer = Ask(backend, request);
    EXPECT_EQ(answer.content_type, kOpenMetricsType);
    EXPECT_EQ(answer.body, backend.exposition(TextFormat::kOpenMetrics, gzip));
    EXPECT_EQ(Header(answer, "Vary"), "Accept, Accept-Encoding");
  }
}

TEST(Routes, ProbesAreOpenMetricsForThoseWhoLikeThatBetter) {
  const Backend backend = test::MakeBackend(test::MixedFleet());
  Request request = Get("/probe?account=berlin-shop");
  EXPECT_EQ(Header(Ask(backend, request), "Vary"), "Accept");
  request.headers["accept"] = "application/openmetrics-text;version=1.0.0,text/plain;q=0.5";
  const Response answer = Ask(backend, request);
  EXPECT_EQ(answer.content_type, kOpenMetricsType);
  EXPECT_EQ(Header(answer, "Vary"), "Accept");
  EXPECT_TRUE(answer.body->ends_with("\n# EOF\n")) << *answer.body;
}

TEST(Routes, PagesAndJsonAreCompressedToo) {
  const Backend backend = test::MakeBackend(test::MixedFleet());
  for (const char* target : {"/", "/api/v1/accounts", "/assets/style.css", "/assets/app.js"}) {
    Request request = Get(target);
    const Response plain = Ask(backend, request);
    EXPECT_EQ(Header(plain, "Content-Encoding"), "") << target;
    EXPECT_EQ(Header(plain, "Vary"), "Accept-Encoding") << target;
    request.accepts_gzip = true;
    const Response zipped = Ask(backend, request);
    EXPECT_EQ(Header(zipped, "Content-Encoding"), "gzip") << target;
    EXPECT_EQ(Header(zipped, "Vary"), "Accept-Encoding") << target;
    EXPECT_EQ(Header(zipped, "ETag"), Header(plain, "ETag")) << target;
    EXPECT_EQ(*zipped.body, *Gzip(*plain.body)) << target;
    EXPECT_LT(zipped.body->size(), plain.body->size() / 2) << target;
    request.method = "HEAD";
    EXPECT_EQ(*Ask(backend, request).body, *zipped.body) << target << ": of the same length";
  }
}

TEST(Routes, WhatIsShortOrKnownIsNotCompressed) {
  const Backend backend = test::MakeBackend(test::MixedFleet());
  Request request = Get("/-/healthy");
  request.accepts_gzip = true;
  EXPECT_EQ(Header(Ask(backend, request), "Content-Encoding"), "");
  request = Get("/");
  request.accepts_gzip = true;
  request.headers["if-none-match"] = Header(Ask(backend, request), "ETag");
  const Response known = Ask(backend, request);
  EXPECT_EQ(known.status, 304);
  EXPECT_EQ(*known.body, "");
  EXPECT_EQ(Header(known, "Content-Encoding"), "");
  EXPECT_EQ(Header(known, "Vary"), "Accept-Encoding");
}

TEST(Routes, AParameterThatIsNotKnownIsNeverIgnored) {
  for (const char* target :
       {"/api/v1/summary?x=1", "/api/v1/conditions?q=x", "/api/v1/maintenance?account=a",
        "/api/v1/maintenance/m1?x=", "/api/v1/cases?acount=a",
        "/api/v1/cases/c1?x=", "/api/v1/unknown?limit=1", "/api/v1/accounts/berlin-shop?days=7",
        "/api/v1/accounts?x=1", "/api/v1/incidents?x=1"}) {
    const Response response = Ask(target);
    EXPECT_EQ(response.status, 400) << target;
    EXPECT_EQ(response.content_type, kProblemType) << target;
    EXPECT_NE(response.body->find("unknown parameter; "), std::string::npos) << *response.body;
  }
  EXPECT_EQ(Ask("/api/v1/cases?account=berlin-shop").status, 200);
  EXPECT_EQ(Ask("/api/v1/cases?account=").status, 200);
}

TEST(Routes, SaysToBrowsersWhatIsForbidden) {
  for (const char* target :
       {"/", "/api/v1/accounts", "/metrics", "/nowhere", "/unknown", "/webhook/berlin-shop"}) {
    const Response response = Ask(target);
    EXPECT_EQ(Header(response, "Content-Security-Policy"),
              "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
              "img-src 'self'; form-action 'self'; frame-ancestors 'none'; "
              "base-uri 'none'");
    EXPECT_EQ(Header(response, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(Header(response, "Referrer-Policy"), "no-referrer");
    EXPECT_EQ(Header(response, "Cache-Control"), "no-store");
    EXPECT_EQ(Header(response, "Access-Control-Allow-Origin"), "");
  }
}

TEST(Routes, HealthAndReadinessFollowTheBackend) {
  Backend backend = test::MakeBackend(test::MixedFleet());
  backend.loop_is_turning = [] { return false; };
  EXPECT_EQ(Ask(backend, Get("/-/healthy")).status, 503);
  EXPECT_EQ(*Ask(backend, Get("/-/healthy")).body, "503: the poll loop does not turn\n");
  EXPECT_EQ(Ask(backend, Get("/-/ready")).status, 200);
  EXPECT_NE(Ask(backend, Get("/")).body->find("Polling has stopped"), std::string::npos);
  backend.ready = [] { return false; };
  EXPECT_EQ(Ask(backend, Get("/-/ready")).status, 503);
}

TEST(Routes, BeforeTheFirstSnapshotThereIsNothingToShow) {
  const Backend backend = test::MakeBackend(nullptr);
  for (const char* target : {"/", "/api/v1/accounts", "/probe?account=berlin-shop", "/unknown",
                             "/api/v1/unknown", "/webhook/berlin-shop"}) {
    EXPECT_EQ(Ask(backend, Get(target)).status, 503) << target;
  }
  EXPECT_EQ(Ask(backend, Get("/-/healthy")).status, 200);
}

TEST(Routes, MetricsThatCannotBeWrittenAreAnError) {
  Backend backend = test::MakeBackend(test::MixedFleet());
  backend.exposition = [](TextFormat, bool) { return nullptr; };
  EXPECT_EQ(Ask(backend, Get("/metrics")).status, 503);
}

TEST(Routes, AProbeAnswersLaterAndOutlivesTheRouter) {
  Backend backend = test::MakeBackend(test::MixedFleet());
  std::string asked;
  std::function<void(ProbeAnswer)> done;
  backend.probe = [&](const std::string& account, std::function<void(ProbeAnswer)> call) {
    asked = account;
    done = std::move(call);
  };
  std::vector<Response> answers;
  Router(backend).Handle(Get("/probe?account=berlin-shop"),
                         [&](Response response) { answers.push_back(std::move(response)); });
  EXPECT_EQ(asked, "berlin-shop");
  EXPECT_TRUE(answers.empty());
  ASSERT_TRUE(done);
  ProbeAnswer answer;
  answer.http_status = 500;
  answer.condition = "internal-server-error";
  done(answer);
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].status, 200);
  EXPECT_NE(answers[0].body->find("waba_probe_http_status_code 500\n"), std::string::npos);
}

TEST(Routes, OnlyConfiguredAccountsAreProbed) {
  Backend backend = test::MakeBackend(test::MixedFleet());
  int probes = 0;
  backend.probe = [&](const std::string&, const std::function<void(ProbeAnswer)>& done) {
    ++probes;
    done({});
  };
  for (const char* account :
       {"nobody", "127.0.0.1", "http://localhost", "berlin-shop%20", "Berlin-Shop"}) {
    EXPECT_EQ(Ask(backend, Get("/probe?account=" + std::string(account))).status, 404) << account;
  }
  EXPECT_EQ(probes, 0);
}

TEST(Routes, CountsEveryAnswerByHandlerAndCode) {
  Backend backend = test::MakeBackend(test::MixedFleet());
  std::map<std::pair<std::string, int>, int> counts;
  backend.count_request = [&](std::string_view handler, int code) {
    ++counts[{std::string(handler), code}];
  };
  for (const char* target : {"/", "/metrics", "/metrics", "/-/healthy", "/-/ready", "/probe",
                             "/api/v1/accounts", "/assets/style.css", "/nowhere", "/%", "/unknown",
                             "/api/v1/unknown", "/webhook/a/secret"}) {
    Ask(backend, Get(target));
  }
  const std::map<std::pair<std::string, int>, int> expected{
      {{"status", 200}, 1}, {{"metrics", 200}, 2},  {{"healthy", 200}, 1}, {{"ready", 200}, 1},
      {{"probe", 400}, 1},  {{"accounts", 200}, 1}, {{"assets", 200}, 1},  {{"other", 404}, 1},
      {{"other", 400}, 1},  {{"unknown", 200}, 2},  {{"webhook", 400}, 1},
  };
  EXPECT_EQ(counts, expected);
  const auto names = HandlerNames();
  for (const auto& [key, count] : counts) {
    EXPECT_NE(std::find(names.begin(), names.end(), key.first), names.end()) << key.first;
  }
}

TEST(Routes, ABrowserReadsWhyOnAPageThatLeadsOn) {
  for (const auto& [target, status, why] :
       {std::tuple{"/accounts/berlin-shoq", 404, "did you mean berlin-shop?"},
        std::tuple{"/incidents?from=yesterday", 400, "a day such as 2026-11-26"},
        std::tuple{"/nothing", 404, "there is no such page"}}) {
    Request request = Get(target);
    request.headers["accept"] = "text/html,*/*;q=0.8";
    const Response response = Ask(test::MakeBackend(test::MixedFleet()), request);
    EXPECT_EQ(response.status, status) << target;
    EXPECT_EQ(response.content_type, kHtml) << target;
    EXPECT_NE(response.body->find(why), std::string::npos) << *response.body;
    EXPECT_NE(response.body->find("href=\"/incidents\""), std::string::npos) << "the navigation";
    EXPECT_EQ(response.body->find("404: "), std::string::npos) << target;
  }
  Request api = Get("/api/v1/accounts/nobody");
  api.headers["accept"] = "text/html";
  EXPECT_EQ(Ask(test::MakeBackend(test::MixedFleet()), api).content_type,
            "application/problem+json");
}

}  // namespace
}  // namespace wa
