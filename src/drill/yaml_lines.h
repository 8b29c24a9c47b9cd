#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wa::drill {

// One line of a YAML file in block style, as far as a line can be understood alone.
struct YamlLine {
  std::string_view text;   // without its line feed
  std::size_t indent = 0;  // blanks, and the "- " of a list
  std::string_view key;    // "for" of "    for: 5m  # why"; empty if the line has none
  std::string_view value;  // "5m", without quotes; empty if it stands on the lines below
  bool IsComment() const;
  std::string WithValue(std::string_view new_value) const;  // REQUIRES: `value` is not empty
};

// Views into `yaml`.
std::vector<YamlLine> YamlLines(std::string_view yaml);

}  // namespace wa::drill
