#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/enum_names.h"
#include "base/secret.h"

namespace wa {

// One read-only question. There is no method field on purpose: all that we can send is a GET
// without a body, and the login at a token endpoint.
struct HttpRequest {
  std::string url;  // absolute, http or https
  std::vector<std::pair<std::string, std::string>> headers;
  std::string secret_header;  // name of the header that carries `secret`; empty: none
  Secret secret;
  // A parameter of the address that nobody may read (Meta's appsecret_proof), added when it is
  // sent.
  std::string secret_parameter;
  Secret parameter;
  // Not empty: POST of this JSON, user and password in it. Made only for a Partner API's token
  // endpoint, which takes them no other way.
  Secret login;
  std::string ca_file;  // PEM; empty: the system's
  Duration timeout = std::chrono::seconds(10);
  std::size_t max_body_bytes = 1 << 20;
};

// Where the time of a request went; each is the time spent in that phase alone.
struct HttpTiming {
  Duration resolve{0};
  Duration connect{0};
  Duration tls{0};
  Duration processing{0};  // request sent until the first byte of the answer
  Duration transfer{0};
  Duration total{0};
};

struct HttpResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>>
      headers;  // names in lower case, values as received
  std::string body;
  HttpTiming timing;
  std::string protocol;  // "HTTP/1.1", "HTTP/2"
  std::string remote;    // address and port that answered
  bool reused_connection = false;

  std::optional<std::string_view> Header(std::string_view lower_case_name) const;
};

// Replaces the secret by "***" wherever the answer repeats it: before anything is read or cut,
// since half a key is a leak, too.
void Scrub(HttpResponse& response, const Secret& secret);

bool IsGoodStatus(int status);  // 2xx

// Why there is no complete answer. The names are values of label `reason`.
enum class TransportReason {
  kDns,
  kRoute,  // the machine knows no way to the address: interface down, no route
  kConnect,
  kTls,
  kTimeout,
  kReset,      // connection closed before an answer
  kTruncated,  // closed in the middle of one
  kTooLarge,   // body over the limit
  kProtocol,   // not HTTP
  kLocal,      // our own resources: file descriptors, memory, a CA file that cannot be read
};
template <>
struct EnumNames<TransportReason> {
  static constexpr std::array table{
      std::pair{TransportReason::kDns, std::string_view("dns")},
      std::pair{TransportReason::kRoute, std::string_view("route")},
      std::pair{TransportReason::kConnect, std::string_view("connect")},
      std::pair{TransportReason::kTls, std::string_view("tls")},
      std::pair{TransportReason::kTimeout, std::string_view("timeout")},
      std::pair{TransportReason::kReset, std::string_view("reset")},
      std::pair{TransportReason::kTruncated, std::string_view("truncated")},
      std::pair{TransportReason::kTooLarge, std::string_view("too-large")},
      std::pair{TransportReason::kProtocol, std::string_view("protocol")},
      std::pair{TransportReason::kLocal, std::string_view("local")},
  };
};

// "https://host:443/path" -> "host:443", as it stands in the address.
std::string_view HostOf(std::string_view url);

struct TransportFailure {
  TransportReason reason = TransportReason::kLocal;
  std::string detail;  // for people: what the library said, without secrets
  HttpTiming timing;
  int status = 0;  // of an answer that broke off in its body, else 0
};

// "No answer (timeout): ...", for people.
std::string WhyNoAnswer(const TransportFailure& failure);

// The host did answer: a status line came through, or too much of a body.
bool CameBack(const TransportFailure& failure);
// Nothing came back. Whether that is the host or our own way to it, only another host can tell.
bool IsSilence(const TransportFailure& failure);
// The request got no further than the resolver or the routes of this machine. A name that is gone
// looks the same, since libcurl tells no resolver's error from another.
bool IsAtOurEnd(const TransportFailure& failure);

}  // namespace wa
