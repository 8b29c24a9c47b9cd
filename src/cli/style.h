#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wa {

// How text is laid out for one reader. Without colour every function returns its argument.
struct Style {
  std::size_t width = 100;  // columns that a line may take
  bool colour = false;

  std::string Bold(std::string_view text) const { return Painted("1", text); }
  std::string Good(std::string_view text) const { return Painted("32", text); }
  std::string Warning(std::string_view text) const { return Painted("33", text); }
  std::string Bad(std::string_view text) const { return Painted("1;31", text); }

 private:
  std::string Painted(std::string_view code, std::string_view text) const {
    if (!colour || text.empty()) return std::string(text);
    return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
  }
};

}  // namespace wa
