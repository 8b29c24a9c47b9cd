// Meta's tables of codes, line by line: a code that the documents name has the condition that they
// give it, in every shape in which it can arrive.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "corpus/verdict.h"

namespace wa {
namespace {

struct Line {
  std::string slug;
  std::vector<std::int64_t> codes;
};
void PrintTo(const Line& line, std::ostream* out) { *out << line.slug; }

// https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
const std::vector<Line>& CloudCodes() {
  static const std::vector<Line> lines{
      {"cloud-token-invalid", {0, 104, 190}},
      {"cloud-permission-denied", {3, 10, 200, 299, 131005}},
      {"cloud-app-rate-limited", {4, 17}},
      {"cloud-waba-rate-limited", {80007}},
      {"cloud-throughput-limited", {130429}},
      {"cloud-spam-limited", {131048}},
      {"cloud-classification-limited", {131064}},
      {"cloud-pair-rate-limited", {131056}},
      {"cloud-registration-rate-limited", {133016}},
      {"cloud-account-restricted", {368, 131031}},
      {"cloud-country-restricted", {130497}},
      {"cloud-payment-problem", {131042, 131044, 134011}},
      {"cloud-number-not-ready", {131037, 131045, 133000, 133006, 133010, 133015, 136024}},
      {"cloud-two-step-pin", {133005, 133008, 133009}},
      {"cloud-session-closed", {131047}},
      {"cloud-recipient-undeliverable", {131026, 130403, 131062}},
      {"cloud-recipient-not-allowed", {131030}},
      {"cloud-marketing-capped", {131049}},
      {"cloud-marketing-opted-out", {131050, 131055, 131063, 134100}},
      {"cloud-experiment", {130472}},
      {"cloud-media-failed", {131052, 131053}},
      {"cloud-template-invalid", {132000, 132001, 132005, 132007, 132012, 132018}},
      {"cloud-template-paused", {132015}},
      {"cloud-template-disabled", {132016}},
      {"cloud-flow-blocked", {132068, 132069}},
      {"cloud-request-invalid", {33, 100, 131008, 131009, 131021, 131051, 135000}},
      {"cloud-object-not-found", {803}},
      {"cloud-service-unavailable", {1, 2, 131000, 131016, 133004, 2494100}},
      {"cloud-maintenance", {131057}},
      {"cloud-unknown", {5, 999, 100000, 131999, 999999}}};
  return lines;
}

// https://developers.facebook.com/docs/whatsapp/on-premises/errors
const std::vector<Line>& OnpremCodes() {
  static const std::vector<Line> lines{
      {"onprem-media-download-failed", {400}},
      {"onprem-generic-error", {401, 500, 1000}},
      {"onprem-payment-problem", {402}},
      {"message-pending-too-long", {408}},
      {"onprem-message-expired", {410}},
      {"onprem-throughput-limited", {429, 1015}},
      {"onprem-certificate-problem", {430, 432, 433}},
      {"message-session-closed", {470}},
      {"onprem-spam-limited", {471}},
      {"onprem-experiment", {472}},
      {"onprem-identity-changed", {480, 1028}},
      {"onprem-type-unsupported", {501}},
      {"onprem-parameter-invalid",
       {1001, 1002, 1003, 1004, 1008, 1009, 1010, 1012, 1019, 1020, 2023, 2024, 2025, 2026, 2027,
        2028, 2029, 2030}},
      {"onprem-access-denied", {1005, 1024}},
      {"onprem-receiver-incapable", {1007, 1013, 1021, 1026, 2013}},
      {"onprem-service-not-ready", {1011, 1017, 1018}},
      {"onprem-internal-error", {1014, 1023}},
      {"onprem-overloaded", {1016}},
      {"webhook-missing", {1022}},
      {"message-bad-request", {1025}},
      {"onprem-account-locked", {1031}},
      {"message-template-missing", {2001}},
      {"onprem-template-invalid", {2000, 2002, 2003, 2004, 2005, 2006, 2007, 2008, 2009, 2010, 2011,
                                   2012, 2014, 2015, 2016, 2017, 2036, 2050, 2060, 2068, 2069}},
      {"onprem-template-paused", {2061, 2062}},
      {"unknown-error", {403, 404, 999, 1999, 2063, 2064}}};
  return lines;
}

std::vector<std::string> OfAnswer(int status, const std::string& body) {
  HttpResponse response;
  response.status = status;
  response.body = body;
  return Slugs(Judge({ReadAnyAnswer(response, Unasked::kIsNothing)}));
}

std::vector<std::string> OfWebhook(const std::string& errors) {
  std::vector<Facts> all;
  for (const Event& event :
       ReadWebhook(R"({"statuses":[{"id":"a","status":"failed",)" + errors + "}]}").events) {
    all.push_back(event.facts);
  }
  return Slugs(Judge(all));
}

std::string List(std::int64_t code) {
  return R"("errors":[{"code":)" + std::to_string(code) + R"(,"title":"Words of tomorrow"}])";
}

using Slug = std::vector<std::string>;

class CloudCode : public testing::TestWithParam<Line> {};
class OnpremCode : public testing::TestWithParam<Line> {};

// Whatever the HTTP status: the editions of Meta's own texts disagree about it.
TEST_P(CloudCode, InAnAnswer) {
  for (const std::int64_t code : GetParam().codes) {
    const std::string body =
        R"({"error":{"message":"Words of tomorrow","code":)" + std::to_string(code) + "}}";
    for (const int status : {200, 400, 403, 429, 500}) {
      // What nobody knows and the server calls its own error is one.
      if (status == 500 && GetParam().slug == "cloud-unknown") continue;
      EXPECT_EQ(OfAnswer(status, body), Slug{GetParam().slug}) << code << " with " << status;
    }
  }
}

// Codes below this number in a list are the On-Premises API's.
TEST_P(CloudCode, InAWebhook) {
  for (const std::int64_t code : GetParam().codes) {
    if (code < 100000) continue;
    EXPECT_EQ(OfWebhook(List(code)), Slug{GetParam().slug}) << code;
  }
}

TEST_P(OnpremCode, InAWebhookAndInAnAnswer) {
  for (const std::int64_t code : GetParam().codes) {
    EXPECT_EQ(OfWebhook(List(code)), Slug{GetParam().slug}) << code;
    for (const int status : {400, 404, 500, 503}) {
      if (GetParam().slug == "unknown-error") continue;  // there the status has a word, too
      EXPECT_EQ(OfAnswer(status, "{" + List(code) + "}"), Slug{GetParam().slug}) << code;
    }
  }
}

std::string LineName(const testing::TestParamInfo<Line>& info) {
  std::string name = info.param.slug;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Lines, CloudCode, testing::ValuesIn(CloudCodes()), LineName);
INSTANTIATE_TEST_SUITE_P(Lines, OnpremCode, testing::ValuesIn(OnpremCodes()), LineName);

}  // namespace
}  // namespace wa
