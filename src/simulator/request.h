#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulator/answer.h"

namespace wa::simulator {

// What a client asked, the same for both versions of HTTP.
struct Request {
  std::string method;
  std::string path;                                          // without query
  std::string query;                                         // without '?'
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;                                          // only where the site wants bodies
  bool has_body = false;                                     // whether one was announced
  std::string protocol;                                      // "HTTP/1.1", "HTTP/2"

  // The first of that name; empty if there is none.
  std::string_view Header(std::string_view lower_case_name) const;
  // Splits what stands in a request line.
  void SetTarget(std::string_view target);
};

// Who answers. Bodies are read first where the site wants them; else it answers as soon as it has
// the head of a request, and the body is dropped.
struct Site {
  std::function<AnswerPtr(const Request&)> handle;
  std::function<void()> malformed;  // a request was refused that was not HTTP, or too large
  std::function<std::size_t(const Request&)> body_limit;  // in bytes; 0: the body is dropped

  std::size_t BodyLimit(const Request& request) const {
    return body_limit ? body_limit(request) : 0;
  }
};

// Limits of a request, for either version.
inline constexpr std::size_t kMaxHeadBytes = 32u << 10;
inline constexpr std::size_t kMaxHeaders = 100;

}  // namespace wa::simulator
