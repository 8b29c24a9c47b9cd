#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <tl/expected.hpp>

#include "simulator/request.h"

namespace wa::simulator {

// The head of an HTTP/1 request, and how the body after it is framed.
struct Http1Head {
  Request request;
  std::size_t length = 0;  // of the head, with the empty line
  std::size_t content_length = 0;
  bool chunked = false;
  bool keep_alive = true;
  bool expects_continue = false;
};

// The status with which a head is refused.
enum class Http1Refusal { kBadRequest = 400, kTooLarge = 431, kVersion = 505 };

// Reads a head from the beginning of `bytes`; nothing yet if it is incomplete. Strict: what RFC
// 9112 lets a server refuse is refused (bare line feeds, folded lines, blanks before a colon, two
// lengths).
tl::expected<std::optional<Http1Head>, Http1Refusal> ParseHttp1Head(std::string_view bytes);

}  // namespace wa::simulator
