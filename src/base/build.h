#pragma once

#include <string>

namespace wa {

// What this program was built from and with.
struct BuildInfo {
  std::string version;   // "0.1.0"
  std::string revision;  // of the sources, as git names it; "unknown" without git
  std::string compiler;  // "gcc 12.2.0"
};

BuildInfo ThisBuild();

}  // namespace wa
