#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wa {

// The same in every build and on every machine, for ever: who depends on them keeps its place
// across restarts and releases. Against nobody's malice.

// FNV-1a.
std::uint64_t StableHash(std::string_view text);

// 12 hexadecimal digits for the text: an id of what says the same, where a few thousand are told
// apart.
std::string StableDigits(std::string_view text);

// Spreads what differs little over all bits (the finaliser of SplitMix64). A bijection.
std::uint64_t Mix(std::uint64_t x);

}  // namespace wa
