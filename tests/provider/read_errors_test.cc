#include "provider/read_errors.h"

#include <gtest/gtest.h>

#include "provider/answer.h"

namespace wa {
namespace {

TEST(ReadErrors, ShapeAInBothSpellings) {
  for (const char* meta : {R"({"httpCode":404,"developerMessage":"A text","success":false})",
                           R"({"http_code":404,"developer_message":"A text","success":false})",
                           R"({"http_code":"404","developerMessage":"A text"})"}) {
    const Facts facts = Read(401, std::string(R"({"meta":)") + meta + "}");
    EXPECT_EQ(facts.http_status, 401);
    ASSERT_EQ(facts.signs.size(), 2u) << meta;
    EXPECT_EQ(Lines(facts).front(), "message[404] A text") << meta;
    EXPECT_EQ(facts.signs.back().kind, SignKind::kHttp);
  }
}

TEST(ReadErrors, ShapeAWithDetails) {
  EXPECT_EQ(Lines(Read(200, R"({"meta":{"developerMessage":"A","details":["one",2,"two"]}})")),
            Text{"message A | one; two"});
  EXPECT_EQ(Lines(Read(200, R"({"meta":{"developerMessage":"A","details":"one"}})")),
            Text{"message A | one"});
  EXPECT_EQ(Lines(Read(200, R"({"meta":{"developerMessage":"A","error_data":{"code":7,"message":"m",
                 "real_message":"r","status":"s"}}})")),
            (Text{"message A", "message[7] r | s"}));
}

// The developer message of a registration error is always the same; only the data tells them apart.
TEST(ReadErrors, ShapeABelievesTheNarrowTextFirst) {
  EXPECT_EQ(Lines(Read(200, R"({"data":{"code":1005,"details":"Wait","title":"Denied"},
                 "meta":{"developer_message":"General","http_code":403,"success":false}})")),
            (Text{"message[1005] Wait | General: Denied", "message[403] General"}));
}

TEST(ReadErrors, ASuccessIsNoError) {
  EXPECT_EQ(Lines(Read(200, R"({"meta":{"developerMessage":"ok","success":true}})")),
            Text{"messaging missing"});
}

TEST(ReadErrors, ShapeC) {
  EXPECT_EQ(Lines(Read(200, R"({"error":{"message":"(#131042) M","code":131042,
                 "error_data":{"details":"D"},"fbtrace_id":"T"}})")),
            Text{"graph-error[131042] (#131042) M | D"});
  EXPECT_EQ(Lines(Read(200, R"({"error":{"message":"M","code":2,"error_data":"D"}})")),
            Text{"graph-error[2] M | D"});
  EXPECT_EQ(Lines(Read(200, R"({"error":{"code":2,"error_user_msg":"U"}})")),
            Text{"graph-error[2]  | U"});
  EXPECT_EQ(Lines(Read(200, R"({"error":{"message":"M"}})")), Text{"message M"});
  // Meta's, though the code is lost.
  EXPECT_EQ(Lines(Read(200, R"({"error":{"message":"M","type":"OAuthException"}})")),
            Text{"graph-error M"});
}

TEST(ReadErrors, CodesInEveryForm) {
  const auto code = [](const std::string& text) {
    const Facts facts = Read(200, R"({"error":{"message":"M","code":)" + text + "}}");
    return facts.signs.at(0).code;
  };
  EXPECT_EQ(code("190"), 190);
  EXPECT_EQ(code("190.0"), 190);
  EXPECT_EQ(code("\"190\""), 190);
  EXPECT_EQ(code("-1"), -1);
  EXPECT_EQ(code("0"), 0);
  for (const char* none : {"190.5", "\"190x\"", "\"\"", "null", "true", "{}", "[190]", "1e30",
                           "18446744073709551615", "123456789012345678901234567890"}) {
    EXPECT_EQ(code(none), std::nullopt) << none;
  }
}

TEST(ReadErrors, ShapesDAndF) {
  EXPECT_EQ(Lines(Read(200, R"({"error":"A text"})")), Text{"message A text"});
  EXPECT_EQ(Lines(Read(200, R"({"error":"x","error_description":"y"})")),
            (Text{"token-error x | y", "message x | y"}));
  EXPECT_EQ(Lines(Read(200, R"({"message":"A text"})")), Text{"message A text"});
}

// What Meta's Cloud API puts into webhooks is a list like that of the On-Premises API.
TEST(ReadErrors, ShapeEHasItsDetailsInTheErrorData) {
  EXPECT_EQ(Lines(Read(200, R"({"errors":[
                {"code":131042,"title":"T","message":"M","error_data":{"details":"D"}},
                {"code":"131042","message":"M","errorData":"D"},
                {"code":1,"title":"T","error_data":{"details":7}}]})")),
            (Text{"error-list[131042] T: D", "error-list[131042] M: D", "error-list[1] T"}));
}

TEST(ReadErrors, SaysWhatIsWorthAnotherTry) {
  EXPECT_EQ(Lines(Read(200, R"({"error":{"message":"M","code":2,"is_transient":true}})")),
            Text{"graph-error[2] M | transient, worth another try"});
  EXPECT_EQ(Lines(Read(200, R"({"error":{"message":"M","code":2,"is_transient":false}})")),
            Text{"graph-error[2] M"});
}

TEST(ReadErrors, MentionsThatTheAppsCallsAreUsedUp) {
  const std::string body = R"({"error":{"message":"M","code":4}})";
  EXPECT_EQ(Lines(Read(400, body, {{"x-app-usage", R"({"call_count":100})"}})).front(),
            "graph-error[4] M | all of the app's calls are used up");
  for (const char* usage : {R"({"call_count":99})", "{}", "[100]", "x", ""}) {
    EXPECT_EQ(Lines(Read(400, body, {{"x-app-usage", usage}})).front(), "graph-error[4] M");
  }
}

TEST(ReadErrors, ShapeB) {
  EXPECT_EQ(Lines(Read(200, R"({"errors":[{"code":1000,"title":"T","details":"D"},
                                  {"code":1006,"title":"T2"},"x",{},{"code":{}}]})")),
            (Text{"error-list[1000] T: D", "error-list[1006] T2"}));
}

TEST(ReadErrors, BelievesShapesInTheDocumentedOrder) {
  EXPECT_EQ(Lines(Read(503, R"({"errors":[{"code":1,"title":"B"}],"meta":{"developerMessage":"A"},
                                  "message":"D","error":{"code":2,"message":"C"}})")),
            (Text{"graph-error[2] C", "message A", "message D", "error-list[1] B",
                  R"(http {"errors":[{"code":1,"title":"B"}],"meta":{"developerMessage":"A"}, )"
                  R"("message":"D","error":{"code":2,"message":"C"}})"}));
}

TEST(ReadErrors, AnEndlessListEnds) {
  std::string body = R"({"errors":[{"code":1})";
  for (int i = 0; i < 10000; ++i) body += R"(,{"code":1})";
  EXPECT_EQ(Read(400, body + "]}").signs.size(), 17u);  // 16 and the status
}

TEST(ReadErrors, WrongTypesSayNothing) {
  for (const char* body :
       {R"({"meta":[]})", R"({"meta":"x"})", R"({"meta":{"developerMessage":5}})", R"({"error":5})",
        R"({"error":[]})", R"({"error":{}})", R"({"error":{"message":{}}})", R"({"errors":{}})",
        R"({"errors":[[[]]]})", R"({"data":{"details":"x"}})", "[]", "5", "null", "\"x\"",
        "true"}) {
    EXPECT_EQ(Read(404, body).signs.size(), 1u) << body;
    EXPECT_EQ(Read(404, body).signs.front().kind, SignKind::kHttp) << body;
  }
}

TEST(ReadErrors, ForeignTextIsMadeSafe) {
  const Facts facts = Read(400, "{\"error\":\"a\\u001b[31m\\n b\\u202e c\\u0000\"}",
                           {{"x-request-id", "id\r\n\x1b[0m"}});
  EXPECT_EQ(facts.signs.at(0).text, "a [31m b c");
  EXPECT_EQ(facts.request_id, "id [0m");
  const Facts longer = Read(400, R"({"error":")" + std::string(100000, 'x') + "\"}");
  EXPECT_EQ(longer.signs.at(0).text.size(), 512u);
  EXPECT_EQ(longer.signs.at(1).text.size(), 200u);
}

TEST(ReadErrors, ForgivesBytesThatAreNotUtf8) {
  EXPECT_EQ(Lines(Read(200, "{\"error\":\"caf\xe9 closed\"}")), Text{"message caf\uFFFD closed"});
  EXPECT_EQ(Lines(Read(200, "{\"error\":\"two\nlines\"}")), Text{"message two lines"});
}

TEST(ReadErrors, TheRequestIsNamedByTheFirstThatNamesIt) {
  const std::string body = R"({"error":{"code":1,"fbtrace_id":"body"}})";
  const auto id = [&](const Headers& headers) { return Read(500, body, headers).request_id; };
  EXPECT_EQ(id({{"cf-ray", "ray"}, {"x-fb-trace-id", "fb"}, {"x-request-id", "own"}}), "own");
  EXPECT_EQ(id({{"cf-ray", "ray"}, {"x-fb-trace-id", "fb"}, {"x-request-id", " "}}), "fb");
  EXPECT_EQ(id({{"cf-ray", "ray"}}), "body");
  EXPECT_EQ(Read(500, "", {{"cf-ray", "ray"}}).request_id, "ray");
  EXPECT_EQ(Read(500, R"({"error":{"fbtrace_id":7}})").request_id, "");
}

}  // namespace
}  // namespace wa
