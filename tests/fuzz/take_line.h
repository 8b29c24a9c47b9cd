#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace wa {

// The first line of the input, which is taken off it.
inline std::string TakeLine(std::string_view* input) {
  const std::size_t end = std::min(input->find('\n'), input->size());
  std::string line(input->substr(0, end));
  input->remove_prefix(std::min(end + 1, input->size()));
  return line;
}

}  // namespace wa
