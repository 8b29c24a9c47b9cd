#include "model/http.h"

#include <utility>

namespace wa {

std::optional<std::string_view> HttpResponse::Header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return std::nullopt;
}

bool IsGoodStatus(int status) { return status >= 200 && status < 300; }

void Scrub(HttpResponse& response, const Secret& secret) {
  response.body = secret.Scrub(std::move(response.body));
  for (auto& [name, value] : response.headers) value = secret.Scrub(std::move(value));
}

std::string WhyNoAnswer(const TransportFailure& failure) {
  return "No answer (" + std::string(Name(failure.reason)) + "): " + failure.detail;
}

bool CameBack(const TransportFailure& failure) {
  return failure.status != 0 || failure.reason == TransportReason::kTooLarge;
}

bool IsSilence(const TransportFailure& failure) {
  return !CameBack(failure) && failure.reason != TransportReason::kLocal;
}

bool IsAtOurEnd(const TransportFailure& failure) {
  return failure.reason == TransportReason::kDns || failure.reason == TransportReason::kRoute;
}

std::string_view HostOf(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  return url.substr(0, url.find_first_of("/?#"));
}

}  // namespace wa
