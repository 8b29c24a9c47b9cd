#include "cli/given_payload.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/text.h"
#include "web/webhook_auth.h"

namespace wa {
namespace {

constexpr std::array<std::string_view, 2> kSignatures{"x-hub-signature-256",
                                                      "x-360dialog-signature"};

tl::unexpected<Error> Refuse(std::string message) {
  return Fail(ErrorCode::kConfig, std::move(message));
}

// 0 where the answer had none; nothing if it is no status.
std::optional<int> StatusIn(const Json& object, const char* key) {
  if (Member(object, {key}) == nullptr) return 0;
  const auto number = NumberIn(object, {key});
  if (!number || *number < kLowestStatus || *number > kHighestStatus) return std::nullopt;
  return static_cast<int>(*number);
}

std::string RawText(const Json& object, const char* key) {
  const Json* value = Member(object, {key});
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

std::string BodyOf(const Json& payload) {
  const Json* body = Member(payload, {"body"});
  if (const Json* raw = Member(payload, {"raw_body"}); raw != nullptr) body = raw;
  if (body == nullptr) return "";
  return body->is_string() ? body->get<std::string>() : Dump(*body);
}

Result<GivenAnswer> ReadFailure(const Json& failure, std::optional<int> http_status) {
  const std::string name = TextIn(failure, {"reason"});
  const auto reason = ParseEnum<TransportReason>(name);
  if (!reason) {
    return Refuse("transport_failure.reason must be one of " + AllNames<TransportReason>());
  }
  TransportFailure read;
  read.reason = *reason;
  read.detail = TextIn(failure, {"detail"});
  read.status = http_status ? *http_status : StatusIn(failure, "status").value_or(0);
  return GivenAnswer{tl::unexpected(std::move(read)), ""};
}

// What the file says of it, where it cannot be worked out.
std::optional<bool> SaidValid(const Json& payload) {
  const Json* valid = Member(payload, {"signature_valid"});
  if (valid == nullptr || !valid->is_boolean()) return std::nullopt;
  return valid->get<bool>();
}

// Why the sender is not believed; empty if its signature is right, or there is nothing to prove.
std::string WhyNotBelieved(const Json& payload, const HttpResponse& delivery) {
  const std::string secret = RawText(payload, "secret");
  if (secret.empty()) return SaidValid(payload) == false ? "its signature is said to be wrong" : "";
  for (const std::string_view name : kSignatures) {
    const auto signature = delivery.Header(name);
    if (!signature) continue;
    const bool valid = IsSignedBy(Secret(secret), delivery.body, *signature);
    return valid ? "" : std::string(name) + " is not the signature of these bytes";
  }
  return SaidValid(payload) == true ? "" : "it has no signature";
}

// Empty if the request tells something.
std::string WhyNothing(const Json& payload, const HttpResponse& delivery) {
  if (ToLower(TextIn(payload, {"method"})) == "get" && delivery.body.empty()) {
    const Json* query = ObjectIn(payload, {"query"});
    const bool handshake = query != nullptr && query->contains("hub.mode");
    return handshake ? "it is the handshake that proves an address to Meta"
                     : "it is a GET request without a body";
  }
  const std::string why = WhyNotBelieved(payload, delivery);
  return why.empty() ? "" : why + ", so that anybody may have sent it";
}

}  // namespace

bool IsGivenPayload(const Json& json) {
  if (ObjectIn(json, {"transport_failure"}) != nullptr) return true;
  return json.is_object() && json.contains("http_status") &&
         (json.contains("body") || json.contains("raw_body"));
}

Result<GivenAnswer> ReadGivenPayload(const Json& payload, std::optional<int> http_status) {
  if (const Json* failure = ObjectIn(payload, {"transport_failure"})) {
    return ReadFailure(*failure, http_status);
  }
  const std::optional<int> status = http_status ? http_status : StatusIn(payload, "http_status");
  if (!status) return Refuse("http_status must be null or a number from 100 to 599");
  HttpResponse response;
  response.status = *status;
  if (const Json* headers = ObjectIn(payload, {"headers"})) {
    for (const auto& [name, value] : headers->items()) {
      if (value.is_string()) response.headers.emplace_back(ToLower(name), value.get<std::string>());
    }
  }
  response.body = BodyOf(payload);
  std::string nothing = WhyNothing(payload, response);
  return GivenAnswer{std::move(response), std::move(nothing)};
}

}  // namespace wa
