#pragma once

#include <string_view>
#include <vector>

namespace wa {

// What the manual says beside the commands, whatever its form.
struct ManualFact {
  std::string_view name;  // a path begins with a slash
  std::string_view text;
};
struct ManualSection {
  std::string_view title;
  std::vector<ManualFact> facts;
};

inline constexpr std::string_view kExitStatus = "0: good. 1: failed. 2: usage or configuration.";

// Environment, signals, files.
const std::vector<ManualSection>& ManualSections();

}  // namespace wa
