#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"
#include "model/http.h"

namespace wa {

// How long the headers of an answer ask us to wait, at most one hour; nothing if they do not, or
// ask for no wait at all, or are garbage.
//   Retry-After: seconds, or a date, which is measured from the answer's own Date header (RFC 9110
//   section
//     10.2.3), so that our clock does not matter.
//   X-Business-Use-Case-Usage: the longest `estimated_time_to_regain_access` in it, in minutes
//   (Meta,
//     https://github.com/facebook/openapi).
std::optional<Duration> RetryAfter(const HttpResponse& response);

// "Sun, 06 Nov 1994 08:49:37 GMT" (the only form that may be sent, RFC 9110 section 5.6.7).
std::optional<SystemTime> ParseHttpDate(std::string_view text);

}  // namespace wa
