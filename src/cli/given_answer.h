#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/http.h"

namespace wa {

// An answer that somebody brings along.
struct GivenAnswer {
  tl::expected<HttpResponse, TransportFailure> outcome;
  std::string assumption;  // for people: what was assumed because nobody said it; may be empty
};

// Understands three forms:
//   - an object with `http_status` and `body` or `raw_body` (or `transport_failure`), as the files
//     in tests/data/payloads have;
//   - an answer with its status line and headers, as `curl -i` prints it;
//   - a body alone. Its status is `http_status`, else what the body says of it (`meta.httpCode`).
// `http_status`, if given, beats what the text says. Fails if no status is known, or the object is
// not as it should be. Pure; never throws.
Result<GivenAnswer> ReadGivenAnswer(std::string_view text, std::optional<int> http_status);

inline constexpr int kLowestStatus = 100;
inline constexpr int kHighestStatus = 599;
// The number, if it is one from kLowestStatus to kHighestStatus.
std::optional<int> ParseHttpStatus(std::string_view text);

}  // namespace wa
