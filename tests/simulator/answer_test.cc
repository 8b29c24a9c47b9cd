#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "simulator/answer_json.h"
#include "simulator/answer_library.h"
#include "simulator/make_answer.h"

namespace wa::simulator {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

const std::string kSource = WABA_SOURCE_DIR;

AnswerSources Sources() {
  return {&AnswerLibrary::BuiltIn(), kSource + "/tests/data/scenarios/any.toml"};
}

std::string HeaderOf(const Answer& answer, const std::string& lower_case_name) {
  for (const auto& [name, value] : answer.headers) {
    if (ToLower(name) == lower_case_name) return value;
  }
  return "(none)";
}

json ReadPayload(const std::string& name) {
  std::ifstream file(kSource + "/tests/data/payloads/360dialog/" + name);
  return json::parse(file);
}

// The built-in answers against the payloads that the exporter's recognition is tested with.
struct Twin {
  const char* answer;
  const char* payload;
};
class LibraryAnswerTest : public testing::TestWithParam<Twin> {};

TEST_P(LibraryAnswerTest, IsTheProvidersText) {
  const json payload = ReadPayload(GetParam().payload);
  const AnswerPtr answer = LibraryAnswerPtr(AnswerLibrary::BuiltIn(), GetParam().answer);
  EXPECT_EQ(answer->status, payload.at("http_status"));
  EXPECT_EQ(HeaderOf(*answer, "content-type"), payload.at("headers").at("Content-Type"));
  if (payload.contains("raw_body")) {
    EXPECT_EQ(answer->body, payload.at("raw_body"));
  } else if (payload.at("body").is_null()) {
    EXPECT_EQ(answer->body, "");
  } else {
    EXPECT_EQ(json::parse(answer->body), payload.at("body"));
  }
  const json& condition = payload.at("expected_condition");
  EXPECT_EQ(answer->name, condition.is_null() ? "ok" : condition.get<std::string>());
}

INSTANTIATE_TEST_SUITE_P(
    Polls, LibraryAnswerTest,
    testing::Values(Twin{"ok", "40-health-available.json"},
                    Twin{"internal-server-error", "05-internal-server-error.json"},
                    Twin{"stack-not-running", "06-stack-not-running.json"},
                    Twin{"invalid-api-key", "02-invalid-api-key.json"},
                    Twin{"api-disabled", "03-api-disabled.json"},
                    Twin{"path-blocked", "01-path-blocked.json"},
                    Twin{"endpoint-rate-limited", "27-endpoint-rate-limited-numeric.json"},
                    Twin{"payment-overdue", "29-payment-overdue.json"},
                    Twin{"health-blocked", "44-health-blocked-waba.json"},
                    Twin{"health-limited", "46-health-limited-business-unverified.json"},
                    Twin{"health-calling-blocked", "43-health-blocked-sip-only.json"},
                    Twin{"health-unknown", "50-health-empty-object.json"},
                    Twin{"capacity-request-rate", "33-capacity-request-rate-429.json"},
                    Twin{"capacity-overload", "34-capacity-overload-503.json"},
                    Twin{"gateway-error", "35-gateway-error-html.json"}),
    [](const auto& twin) {
      std::string name = twin.param.answer;
      for (char& c : name) c = c == '-' ? '_' : c;
      return name;
    });

TEST(AnswerLibrary, SaysWhatIsWrongWithItsFile) {
  const auto library = AnswerLibrary::Parse("[answer.x]\nstatus = 20\nsource = ''\n", "a.toml");
  ASSERT_FALSE(library.has_value());
  EXPECT_EQ(library.error().message, "a.toml:2:10: 'status' must be from 200 to 599");
}

TEST(AnswerLibrary, EveryAnswerCanBeMade) {
  const auto names = AnswerLibrary::BuiltIn().Names();
  EXPECT_GE(names.size(), 28U);
  for (const std::string& name : names) {
    EXPECT_EQ(LibraryAnswerPtr(AnswerLibrary::BuiltIn(), name)->name, name);
  }
}

TEST(MakeAnswer, PutsTheSecondsIn) {
  AnswerFields fields;
  fields.answer = "endpoint-rate-limited";
  fields.seconds = 45;
  const auto answer = MakeAnswer(fields, Sources());
  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  EXPECT_NE(answer->body.find("1 request every 45 seconds"), std::string::npos) << answer->body;
}

TEST(MakeAnswer, PutsStatusHeadersAndBodyOnTopOfASample) {
  AnswerFields fields;
  fields.sample = "../payloads/360dialog/35-gateway-error-html.json";
  fields.status = 504;
  fields.headers = {{"content-type", "text/plain"}, {"X-Id", "7"}};
  const auto answer = MakeAnswer(fields, Sources());
  ASSERT_TRUE(answer.has_value()) << answer.error().message;
  EXPECT_EQ(answer->name, "35-gateway-error-html");
  EXPECT_EQ(answer->status, 504);
  EXPECT_EQ(HeaderOf(*answer, "content-type"), "text/plain");
  EXPECT_EQ(HeaderOf(*answer, "x-id"), "7");
  EXPECT_EQ(answer->headers.size(), 2U);
  EXPECT_NE(answer->body.find("<h1>502 Bad Gateway</h1>"), std::string::npos);
}

TEST(MakeAnswer, IsNamedAfterWhatItIs) {
  const auto name = [](const char* text) {
    const auto wanted = ReadAnswerRequest(text);
    EXPECT_TRUE(wanted.has_value()) << text;
    const auto answer = MakeAnswer(wanted->fields, Sources());
    return answer ? answer->name : answer.error().message;
  };
  EXPECT_EQ(name(R"({"answer": "ok"})"), "ok");
  EXPECT_EQ(name(R"({"delay": "1s"})"), "ok");
  EXPECT_EQ(name(R"({"fault": "reset"})"), "reset");
  EXPECT_EQ(name(R"({"answer": "ok", "fault": "half"})"), "ok+half");
  EXPECT_EQ(name(R"({"status": 418, "body": "teapot"})"), "status-418");
  EXPECT_EQ(name(R"({"body": ""})"), "status-200");
  EXPECT_EQ(name(R"({"status": 500, "fault": "stall"})"), "status-500+stall");
}

TEST(ReadAnswerRequest, ReadsEveryField) {
  const auto request = ReadAnswerRequest(R"({"status": 503, "headers": {"A": "b"}, "body": "x",
      "delay": "300ms", "fault": "drip", "interval": "20ms", "for": "1m"})");
  ASSERT_TRUE(request.has_value()) << request.error().message;
  EXPECT_EQ(request->fields.status, 503);
  EXPECT_EQ(request->fields.headers->at("A"), "b");
  EXPECT_EQ(request->fields.body, "x");
  EXPECT_EQ(request->fields.delay, 300ms);
  EXPECT_EQ(request->fields.fault, Fault::kDrip);
  EXPECT_EQ(request->fields.interval, 20ms);
  EXPECT_EQ(request->lasting, 1min);
  const auto oversize = ReadAnswerRequest(R"({"fault": "oversize", "size": "3MiB"})");
  ASSERT_TRUE(oversize.has_value()) << oversize.error().message;
  EXPECT_EQ(oversize->fields.size, 3u << 20);
}

TEST(ReadAnswerRequest, NamesTheFieldThatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "the body must be a JSON object"},
      {"[1]", "the body must be a JSON object"},
      {"{\"answer\": \"ok\"", "the body must be a JSON object"},
      {R"({"anser": "ok"})", "unknown field 'anser'; did you mean 'answer'?"},
      {R"({"status": "500"})", "'status' must be an integer"},
      {R"({"headers": {"A": 1}})", "'headers' must be an object of strings"},
      {R"({"delay": 3})", "'delay' must be a duration with its unit, such as \"300ms\""},
      {R"({"fault": "rst"})",
       "'fault' must be one of: none, reset, close, half, garbage, drip, stall, oversize, "
       "header-flood"},
      {R"({"size": "many"})", "'size' must be a size with its unit, such as \"2MiB\""},
      {R"({"for": "0s", "answer": "ok"})", "'for' must be longer than nothing"},
  };
  for (const auto& [text, message] : cases) {
    const auto request = ReadAnswerRequest(text);
    ASSERT_FALSE(request.has_value()) << text;
    EXPECT_EQ(request.error().message, message);
  }
}

TEST(ReadAnswerRequest, SurvivesDeepNesting) {
  EXPECT_FALSE(ReadAnswerRequest(std::string(1 << 20, '[')).has_value());
  std::string closed = "{\"status\": " + std::string(100000, '[') + std::string(100000, ']') + "}";
  const auto request = ReadAnswerRequest(closed);
  ASSERT_FALSE(request.has_value());
  EXPECT_EQ(request.error().message, "'status' must be an integer");
}

}  // namespace
}  // namespace wa::simulator
