#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/secret.h"

namespace wa {

// What became of a request's body.
enum class BodyFate {
  kNone,      // there is none
  kRead,      // it is whole, and may be empty
  kUnread,    // there is one, and no request like this takes a body
  kTooLarge,  // longer than the limit; not kept
  kNoRoom,    // too many others are being read; not kept
};

// A request as routes see it: no socket, no library. Its address and headers may hold secrets of
// webhooks, and are wiped when it goes.
struct Request {
  Request() = default;
  Request(const Request&) = default;
  Request(Request&&) = default;
  Request& operator=(const Request&) = default;
  Request& operator=(Request&&) = default;
  ~Request();

  std::string method = "GET";
  std::string target = "/";  // as sent: percent-encoded, with the query
  bool accepts_gzip = false;
  std::string client;              // its IP address; empty: unknown
  bool shows_certificate = false;  // over TLS, signed by the authority of clients
  // Names in lower case; of a name that came several times, the values with commas between.
  std::map<std::string, std::string, std::less<>> headers;
  Secret authorization;  // the header of that name, which is not among the others; wiped after use
  BodyFate body_fate = BodyFate::kNone;
  std::string body;  // raw bytes, if they were read
  // The target in its parts, decoded; set by the Router.
  std::string path;
  std::map<std::string, std::string, std::less<>> query;

  // Empty if there is none.
  std::string_view Header(std::string_view lower_case_name) const {
    if (lower_case_name == "authorization") return authorization.Reveal();
    const auto found = headers.find(lower_case_name);
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
  }
};

struct Response {
  int status = 200;
  std::string content_type;
  // Shared: fifty scrapers of one snapshot send the same bytes. Never null, never changed.
  std::shared_ptr<const std::string> body;
  std::vector<std::pair<std::string, std::string>>
      headers;  // besides Content-Type and Content-Length
};

// Sends the answer of one request. May be called from any thread, before or after the handler that
// was given it returned; the first call counts, later ones do nothing.
using Respond = std::function<void(Response)>;

inline constexpr std::string_view kPlainText = "text/plain; charset=utf-8";
inline constexpr std::string_view kHtml = "text/html; charset=utf-8";
inline constexpr std::string_view kJsonType = "application/json";
inline constexpr std::string_view kExposition = "text/plain; version=0.0.4; charset=utf-8";
inline constexpr std::string_view kOpenMetricsType =
    "application/openmetrics-text; version=1.0.0; charset=utf-8";

inline Response MakeResponse(int status, std::string_view content_type, std::string body) {
  return {
      status, std::string(content_type), std::make_shared<const std::string>(std::move(body)), {}};
}

}  // namespace wa
