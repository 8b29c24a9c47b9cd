#pragma once

#include <string>

#include "support/golden.h"

namespace wa::test {

// Compares with tests/golden/cli/NAME.
inline void ExpectGolden(const std::string& name, const std::string& text) {
  ExpectGoldenFile("cli/" + name, text);
}

}  // namespace wa::test
