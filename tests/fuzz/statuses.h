#pragma once

#include <array>

// What the first byte of a fuzz input chooses, modulo their number. Append only: seeds that were
// found keep their meaning.
namespace wa {
inline constexpr std::array<int, 16> kFuzzStatuses{200, 204, 301, 302, 400, 401, 403, 404,
                                                   418, 429, 500, 502, 503, 504, 0,   599};
}  // namespace wa
