#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/http.h"

namespace wa {

// What somebody brings along: an answer that was received, or a webhook's delivery.
struct GivenAnswer {
  // Status 0: nobody said it, or it is a delivery, which has none.
  tl::expected<HttpResponse, TransportFailure> outcome;
  std::string nothing;  // for people: why it tells nothing, or is not believed; empty if it counts
};

// Understands these forms:
//   - an object with `http_status` (null for a delivery) and `body` or `raw_body`, or with
//     `transport_failure`, as the files in tests/data/payloads have; with `secret`, the signature
//     in its `headers` must be right for the body to be believed;
//   - an answer with its status line and headers, as `curl -i` prints it;
//   - a body alone; a JSON object in the middle of other text, as logs have it, is the body.
// `http_status`, if given, beats what the text says. Fails if there is nothing to read and no
// status, or if the object is not as it should be. Pure; never throws.
Result<GivenAnswer> ReadGivenAnswer(std::string_view text, std::optional<int> http_status);

inline constexpr int kLowestStatus = 100;
inline constexpr int kHighestStatus = 599;
// The number, if it is one from kLowestStatus to kHighestStatus.
std::optional<int> ParseHttpStatus(std::string_view text);

// The status that a body itself names: `meta.httpCode`, or the title of a gateway's page
// ("502 Bad Gateway"). Pure; never throws.
std::optional<int> StatusNamedIn(std::string_view body);

}  // namespace wa
