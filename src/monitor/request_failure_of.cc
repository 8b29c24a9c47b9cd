#include "monitor/request_failure_of.h"

namespace wa {
namespace {

RequestFailure FailureOf(TransportReason reason) {
  switch (reason) {
    case TransportReason::kDns:
      return RequestFailure::kDns;
    case TransportReason::kRoute:
    case TransportReason::kConnect:
      return RequestFailure::kConnect;
    case TransportReason::kTls:
      return RequestFailure::kTls;
    case TransportReason::kTimeout:
      return RequestFailure::kTimeout;
    case TransportReason::kTruncated:
    case TransportReason::kTooLarge:
      return RequestFailure::kBody;
    case TransportReason::kReset:
    case TransportReason::kProtocol:
    case TransportReason::kLocal:
      return RequestFailure::kOther;
  }
  return RequestFailure::kOther;
}

}  // namespace

std::optional<RequestFailure> FailureOf(const Completion& completion) {
  if (!completion.outcome) return FailureOf(completion.outcome.error().reason);
  const int status = completion.outcome->status;
  if (status >= 500) return RequestFailure::kHttp5xx;
  if (status >= 400) return RequestFailure::kHttp4xx;
  return std::nullopt;
}

}  // namespace wa
