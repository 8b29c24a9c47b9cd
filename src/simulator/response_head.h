#pragma once

#include <string>
#include <utility>
#include <vector>

#include "simulator/answer.h"

namespace wa::simulator {

using HeaderFields = std::vector<std::pair<std::string, std::string>>;

// The header fields of an answer, as both versions of HTTP send them: names in lower case, with
// content-length if the length of the body is known and the answer does not name one itself (which
// may then be a lie), and with some 400 KB more for fault header-flood.
HeaderFields ResponseFields(const Answer& answer);

// "HTTP/1.1 500 Internal Server Error" and the fields. Adds `connection: close` unless
// `keep_alive`.
std::string Http1ResponseHead(const Answer& answer, bool keep_alive);

// Whether the body goes out in chunks in HTTP/1, because nobody announces its length.
bool IsChunked(const Answer& answer);

}  // namespace wa::simulator
