#include "provider/read_answer.h"

#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "provider/json_fields.h"
#include "provider/limit_usage.h"
#include "provider/number_values.h"
#include "provider/provider.h"
#include "provider/read_any.h"
#include "provider/read_errors.h"
#include "provider/read_forms.h"
#include "provider/read_health.h"
#include "provider/read_number.h"
#include "provider/retry_after.h"
#include "provider/sign_text.h"
#include "provider/unwrap.h"

namespace wa {
namespace {

// Enough to see what kind of page it is.
constexpr std::size_t kExcerpt = 200;

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

bool IsHealthAnswer(const Json& body) {
  return ObjectIn(body, {"health_status"}) != nullptr || NamesAnError(body);
}

bool IsAnyAnswer(const Json& body) {
  Facts ignored;
  return NamesAnError(body) || ReadForms(body, ignored);
}

// What the good answer to a question about health must hold.
void ReadHealthForm(const Json& body, Facts& facts) {
  // Where an error stands instead of the health, its absence is no news.
  if (!facts.signs.empty() && ObjectIn(body, {"health_status"}) == nullptr) return;
  ReadHealthStatus(body, facts);
  ReadNumber(body, facts.signs);
  facts.number = ReadNumberFacts(body);
}

void ReadAnyForm(const Json& body, Facts& facts) {
  const bool named = !facts.signs.empty();
  if (!ReadForms(body, facts) && !named) ReadHealthStatus(body, facts);
}

void ReadKnownForm(const Json& body, Facts& facts) {
  if (!NamesAnError(body)) facts.signs.clear();
  ReadForms(body, facts);
}

Sign Unreadable(const ParsedJson& body, const HttpResponse& response) {
  const std::string why(body.flaw.empty() ? "not a JSON object" : body.flaw);
  return {SignKind::kUnreadable, std::nullopt, why, Sanitise(response.body, kExcerpt)};
}

// The share of the app's own hourly budget that is spent; no time is named for its return.
void MentionAppUsage(const HttpResponse& response, std::vector<Sign>& signs) {
  const ParsedJson usage = ParseJson(response.Header("x-app-usage").value_or(""));
  const auto calls = NumberIn(usage.value, {"call_count"});
  if (!calls || *calls < 100 || signs.empty()) return;
  signs.front().detail = Joined(signs.front().detail, "all of the app's calls are used up");
}

}  // namespace

bool NamesAnError(const Json& body) {
  const std::vector<Sign> errors = ReadErrors(body);
  return !errors.empty() && (errors.size() > 1 || errors[0].text != TextIn(body, {"message"}));
}

Facts ReadAnswer(const HttpResponse& response, const AnswerContent& content) {
  const ParsedJson parsed = ParseJson(response.body);
  Json inner;
  const Json& body = Unwrap(parsed.value, content.fits, &inner);
  Facts facts;
  facts.http_status = response.status;
  facts.retry_after = RetryAfter(response);
  facts.usage = UsageIn(response);
  facts.request_id = RequestId(response, body);
  facts.signs = ReadErrors(body);
  MentionAppUsage(response, facts.signs);
  if (!IsGoodStatus(response.status)) {
    facts.signs.push_back(StatusSign(response, response.body));
  } else if (body.is_object() || content.fits(body)) {
    content.read(body, facts);
  } else if (content.must_be_object) {
    facts.signs.push_back(Unreadable(parsed, response));
  }
  return facts;
}

Facts ReadHealthAnswer(const HttpResponse& response) {
  return ReadAnswer(response, {&IsHealthAnswer, &ReadHealthForm, true});
}

Facts ReadAnyAnswer(const HttpResponse& response, Unasked unasked) {
  if (unasked == Unasked::kIsNothing) {
    return ReadAnswer(response, {&IsAnyAnswer, &ReadKnownForm, false});
  }
  return ReadAnswer(response, {&IsAnyAnswer, &ReadAnyForm, true});
}

// A status line that came through whole is the provider's word, even if its body broke off.
Facts ReadFailure(const TransportFailure& failure) {
  Facts facts;
  facts.http_status = failure.status;
  if (failure.status != 0 && !IsGoodStatus(failure.status)) {
    facts.signs.push_back({SignKind::kHttp, std::nullopt, "HTTP " + std::to_string(failure.status),
                           Sanitise(failure.detail)});
  }
  facts.signs.push_back({SignKind::kTransport, std::nullopt, std::string(Name(failure.reason)),
                         Sanitise(failure.detail)});
  return facts;
}

}  // namespace wa
