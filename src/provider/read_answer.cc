#include "provider/read_answer.h"

#include <string>
#include <utility>

#include "base/text.h"
#include "provider/json_fields.h"
#include "provider/provider.h"
#include "provider/read_errors.h"
#include "provider/read_health.h"
#include "provider/retry_after.h"

namespace wa {
namespace {

// Enough to see what kind of page it is.
constexpr std::size_t kExcerpt = 200;

bool IsGood(int status) { return status >= 200 && status < 300; }

std::string Header(const HttpResponse& response, std::string_view name) {
  return Sanitise(response.Header(name).value_or(""), kExcerpt);
}

// What the provider's own people can look for, then what those in front of it can.
std::string RequestId(const HttpResponse& response, const Json& body) {
  for (const char* name :
       {"x-request-id", "x-correlation-id", "x-fb-trace-id", "x-fb-request-id"}) {
    if (std::string id = Header(response, name); !id.empty()) return id;
  }
  if (std::string id = ReadTraceId(body); !id.empty()) return id;
  return Header(response, "cf-ray");
}

Sign StatusSign(const HttpResponse& response, std::string_view excerpt_of) {
  Sign sign{SignKind::kHttp, std::nullopt, Sanitise(excerpt_of, kExcerpt), {}};
  if (sign.text.empty()) sign.text = "HTTP " + std::to_string(response.status);
  // A redirect is refused, but where it wanted us to go tells a captive portal from a moved API.
  if (response.status >= 300 && response.status < 400) sign.detail = Header(response, "location");
  return sign;
}

void ReadGood(const ParsedJson& body, const HttpResponse& response, Facts& facts) {
  if (!body.flaw.empty() || !body.value.is_object()) {
    const std::string why(body.flaw.empty() ? "not a JSON object" : body.flaw);
    facts.signs.push_back(
        {SignKind::kUnreadable, std::nullopt, why, Sanitise(response.body, kExcerpt)});
    return;
  }
  // Where an error stands instead of the health, its absence is no news.
  if (facts.signs.empty() || ObjectIn(body.value, {"health_status"}) != nullptr) {
    ReadHealthStatus(body.value, facts);
  }
}

}  // namespace

Facts ReadHealthAnswer(const HttpResponse& response) {
  const ParsedJson body = ParseJson(response.body);
  Facts facts;
  facts.http_status = response.status;
  facts.retry_after = RetryAfter(response);
  facts.request_id = RequestId(response, body.value);
  facts.signs = ReadErrors(body.value);
  if (IsGood(response.status)) {
    ReadGood(body, response, facts);
  } else {
    facts.signs.push_back(StatusSign(response, response.body));
  }
  return facts;
}

// A status line that came through whole is the provider's word, even if its body broke off.
Facts ReadFailure(const TransportFailure& failure) {
  Facts facts;
  facts.http_status = failure.status;
  if (failure.status != 0 && !IsGood(failure.status)) {
    facts.signs.push_back({SignKind::kHttp, std::nullopt, "HTTP " + std::to_string(failure.status),
                           Sanitise(failure.detail)});
  }
  facts.signs.push_back({SignKind::kTransport, std::nullopt, std::string(Name(failure.reason)),
                         Sanitise(failure.detail)});
  return facts;
}

}  // namespace wa
