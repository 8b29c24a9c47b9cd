#include "cli/given_answer.h"

#include <charconv>
#include <utility>

#include "base/text.h"
#include "provider/json_fields.h"

namespace wa {
namespace {

constexpr std::string_view kHttp = "HTTP/";

tl::unexpected<Error> Refuse(std::string message) {
  return Fail(ErrorCode::kConfig, std::move(message));
}

std::optional<int> StatusIn(const Json& object, std::initializer_list<const char*> keys) {
  const auto number = NumberIn(object, keys);
  if (!number || *number < kLowestStatus || *number > kHighestStatus) return std::nullopt;
  return static_cast<int>(*number);
}

std::string BodyOf(const Json& payload) {
  if (const Json* raw = Member(payload, {"raw_body"}); raw != nullptr && raw->is_string()) {
    return raw->get<std::string>();
  }
  const Json* body = Member(payload, {"body"});
  if (body == nullptr || body->is_null()) return "";
  return body->dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<GivenAnswer> ReadFailurePayload(const Json& failure, std::optional<int> http_status) {
  const std::string name = TextIn(failure, {"reason"});
  const auto reason = ParseEnum<TransportReason>(name);
  if (!reason) {
    return Refuse("transport_failure.reason must be one of " + AllNames<TransportReason>());
  }
  TransportFailure read;
  read.reason = *reason;
  read.detail = TextIn(failure, {"detail"});
  read.status = http_status ? *http_status : StatusIn(failure, {"status"}).value_or(0);
  return GivenAnswer{tl::unexpected(std::move(read)), ""};
}

bool IsPayload(const Json& json) {
  if (ObjectIn(json, {"transport_failure"}) != nullptr) return true;
  return Member(json, {"http_status"}) != nullptr &&
         json.contains("body") + json.contains("raw_body") > 0;
}

Result<GivenAnswer> ReadPayload(const Json& payload, std::optional<int> http_status) {
  if (const Json* failure = ObjectIn(payload, {"transport_failure"})) {
    return ReadFailurePayload(*failure, http_status);
  }
  const std::optional<int> status = http_status ? http_status : StatusIn(payload, {"http_status"});
  if (!status) return Refuse("http_status must be a number from 100 to 599");
  HttpResponse response;
  response.status = *status;
  if (const Json* headers = ObjectIn(payload, {"headers"})) {
    for (const auto& [name, value] : headers->items()) {
      if (value.is_string()) response.headers.emplace_back(ToLower(name), value.get<std::string>());
    }
  }
  response.body = BodyOf(payload);
  return GivenAnswer{std::move(response), ""};
}

// Takes one line and its ending off the front.
std::string_view TakeLine(std::string_view* text) {
  const std::size_t end = std::min(text->find('\n'), text->size());
  std::string_view line = text->substr(0, end);
  text->remove_prefix(std::min(end + 1, text->size()));
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

// A proxy's "200 Connection established" and "100 Continue" may stand before the answer.
Result<GivenAnswer> ReadWithHead(std::string_view text, std::optional<int> http_status) {
  HttpResponse response;
  while (text.substr(0, kHttp.size()) == kHttp) {
    const std::string_view line = TakeLine(&text);
    const std::size_t blank = std::min(line.find(' '), line.size());
    const std::optional<int> status = ParseHttpStatus(Trim(line.substr(blank)).substr(0, 3));
    if (!status) return Refuse("the first line is no status line: " + Sanitise(line, 80));
    response = {};
    response.status = http_status.value_or(*status);
    while (true) {
      const std::string_view header = TakeLine(&text);
      if (header.empty()) break;
      const std::size_t colon = header.find(':');
      if (colon == std::string_view::npos) continue;
      response.headers.emplace_back(ToLower(Trim(header.substr(0, colon))),
                                    std::string(Trim(header.substr(colon + 1))));
    }
  }
  response.body = std::string(text);
  return GivenAnswer{std::move(response), ""};
}

std::optional<int> StatusInBody(const Json& body) {
  const Json* meta = ObjectIn(body, {"meta"});
  if (meta == nullptr) return std::nullopt;
  return StatusIn(*meta, {"httpCode", "http_code"});
}

}  // namespace

std::optional<int> ParseHttpStatus(std::string_view text) {
  int status = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, status);
  const bool valid = read.ec == std::errc() && read.ptr == end && status >= kLowestStatus &&
                     status <= kHighestStatus;
  return valid ? std::optional(status) : std::nullopt;
}

Result<GivenAnswer> ReadGivenAnswer(std::string_view text, std::optional<int> http_status) {
  if (text.substr(0, kHttp.size()) == kHttp) return ReadWithHead(text, http_status);
  const ParsedJson json = ParseJson(text);
  if (IsPayload(json.value)) return ReadPayload(json.value, http_status);
  GivenAnswer answer;
  const std::optional<int> implied = StatusInBody(json.value);
  if (!http_status && !implied) {
    return Refuse("the HTTP status is not known: add --http-status N");
  }
  if (!http_status) {
    answer.assumption = "assuming HTTP " + std::to_string(*implied) +
                        ", which the body names; if the real status was another, add --http-status";
  }
  HttpResponse response;
  response.status = http_status ? *http_status : *implied;
  response.body = std::string(text);
  answer.outcome = std::move(response);
  return answer;
}

}  // namespace wa
