#include "net/curl_failure.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "net/transport_case.h"

namespace wa {
namespace {

using enum TransportReason;

// The reason of each code that a transfer over HTTP can end with, where it does not depend on how
// far the transfer was. Every other code is a trouble of ours.
const std::map<int, TransportReason>& Reasons() {
  static const std::map<int, TransportReason> reasons{
      {CURLE_COULDNT_RESOLVE_HOST, kDns},
      {CURLE_COULDNT_CONNECT, kConnect},
      {CURLE_SSL_CONNECT_ERROR, kTls},
      {CURLE_SSL_CERTPROBLEM, kTls},
      {CURLE_SSL_CIPHER, kTls},
      {CURLE_PEER_FAILED_VERIFICATION, kTls},
      {CURLE_SSL_ISSUER_ERROR, kTls},
      {CURLE_SSL_INVALIDCERTSTATUS, kTls},
      {CURLE_WRITE_ERROR, kTooLarge},
      {CURLE_FILESIZE_EXCEEDED, kTooLarge},
      {CURLE_WEIRD_SERVER_REPLY, kProtocol},
      {CURLE_BAD_CONTENT_ENCODING, kProtocol},
  };
  return reasons;
}

// And where it does.
struct ByProgress {
  CURLcode code;
  TransportReason resolving;
  TransportReason connecting;
  TransportReason waiting;
  TransportReason answering;
};
constexpr ByProgress kByProgress[] = {
    {CURLE_OPERATION_TIMEDOUT, kDns, kTimeout, kTimeout, kTimeout},
    {CURLE_GOT_NOTHING, kReset, kReset, kReset, kTruncated},
    {CURLE_PARTIAL_FILE, kReset, kReset, kReset, kTruncated},
    {CURLE_SEND_ERROR, kReset, kReset, kReset, kTruncated},
    {CURLE_RECV_ERROR, kReset, kReset, kReset, kTruncated},
    {CURLE_HTTP2, kReset, kReset, kReset, kTruncated},
    {CURLE_HTTP2_STREAM, kReset, kReset, kReset, kTruncated},
    {CURLE_UNSUPPORTED_PROTOCOL, kLocal, kLocal, kProtocol, kProtocol},
    {CURLE_OUT_OF_MEMORY, kLocal, kLocal, kProtocol, kProtocol},
    {static_cast<CURLcode>(100), kLocal, kLocal, kProtocol, kProtocol},  // CURLE_TOO_LARGE
};

TEST(ReasonFor, EveryCode) {
  std::map<int, TransportReason> expected;
  for (int code = CURLE_OK + 1; code < CURL_LAST; ++code) expected[code] = kLocal;
  for (const auto& [code, reason] : Reasons()) expected[code] = reason;
  for (const ByProgress& row : kByProgress) expected[row.code] = row.connecting;
  for (const auto& [code, reason] : expected) {
    EXPECT_EQ(ReasonFor(static_cast<CURLcode>(code), Progress::kConnecting), reason)
        << code << " " << curl_easy_strerror(static_cast<CURLcode>(code));
  }
}

TEST(ReasonFor, DependsOnHowFarItWas) {
  for (const ByProgress& row : kByProgress) {
    EXPECT_EQ(ReasonFor(row.code, Progress::kResolving), row.resolving) << row.code;
    EXPECT_EQ(ReasonFor(row.code, Progress::kConnecting), row.connecting) << row.code;
    EXPECT_EQ(ReasonFor(row.code, Progress::kWaiting), row.waiting) << row.code;
    EXPECT_EQ(ReasonFor(row.code, Progress::kAnswering), row.answering) << row.code;
  }
}

}  // namespace
}  // namespace wa
