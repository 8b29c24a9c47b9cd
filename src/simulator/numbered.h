#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wa::simulator {

// The numbers of one account of a fleet, from 1, which stand for {n} and {waba} in what the fleet
// says of all.
struct Numbered {
  std::int64_t n = 1;
  std::int64_t waba = 1;
  std::string Fill(std::string text) const;
};

// `text` with every `place` replaced.
std::string Replaced(std::string text, std::string_view place, std::string_view by);

}  // namespace wa::simulator
