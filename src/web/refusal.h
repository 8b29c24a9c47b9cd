#pragma once

#include <string>
#include <string_view>

#include "web/http_types.h"

namespace wa {

inline constexpr std::string_view kProblemType = "application/problem+json";

// Whether the path, or a target as it was sent, is of the JSON API.
bool IsOfApi(std::string_view path);

// The answer to a request that fails: {"type", "title", "status", "detail"} of RFC 9457. Says with
// 401 how to prove oneself, with 503 when to come again.
Response ApiProblem(int status, const std::string& why);

// The same as one line of text, for who asked for no JSON.
Response PlainRefusal(int status, const std::string& why);

// Why, of a PlainRefusal().
std::string_view ReasonOf(int status, std::string_view body);

// One or the other, as whoever asks at this path expects it.
Response Refusal(std::string_view path, int status, const std::string& why);

}  // namespace wa
