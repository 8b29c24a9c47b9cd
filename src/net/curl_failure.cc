#include "net/curl_failure.h"

#include <cerrno>

namespace wa {
namespace {

// CURLE_TOO_LARGE of libcurl 8.6 and later; before, CURLE_OUT_OF_MEMORY said it: a part of the
// answer does not fit into libcurl's buffers.
constexpr int kDoesNotFit = 100;

bool MayBeTheAnswers(CURLcode code) {
  return code == CURLE_OUT_OF_MEMORY || code == CURLE_UNSUPPORTED_PROTOCOL ||
         static_cast<int>(code) == kDoesNotFit;
}

}  // namespace

TransportReason ReasonFor(CURLcode code, Progress progress) {
  if (MayBeTheAnswers(code)) {
    return progress >= Progress::kWaiting ? TransportReason::kProtocol : TransportReason::kLocal;
  }
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return TransportReason::kDns;
    case CURLE_COULDNT_CONNECT:
      return TransportReason::kConnect;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return TransportReason::kTls;
    case CURLE_OPERATION_TIMEDOUT:
      return progress == Progress::kResolving ? TransportReason::kDns : TransportReason::kTimeout;
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2_STREAM:
    case CURLE_HTTP2:
      return progress == Progress::kAnswering ? TransportReason::kTruncated
                                              : TransportReason::kReset;
    case CURLE_WRITE_ERROR:
    case CURLE_FILESIZE_EXCEEDED:
      return TransportReason::kTooLarge;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
      return TransportReason::kProtocol;
    default:
      return TransportReason::kLocal;
  }
}

bool IsNoRoute(long error) {
  return error == ENETUNREACH || error == ENETDOWN || error == EHOSTUNREACH;
}

}  // namespace wa
