#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace wa::test {

inline std::string ReadFileText(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Compares with tests/golden/NAME. With WABA_UPDATE_GOLDEN set it writes the file instead, and
// fails, so that nobody takes that for a test.
inline void ExpectGoldenFile(const std::string& name, const std::string& text) {
  const auto path = std::filesystem::path(WABA_SOURCE_DIR) / "tests/golden" / name;
  if (std::getenv("WABA_UPDATE_GOLDEN") != nullptr) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    ADD_FAILURE() << "wrote " << path << ": look at the difference, then run without "
                  << "WABA_UPDATE_GOLDEN";
    return;
  }
  ASSERT_TRUE(std::filesystem::exists(path))
      << path << " is missing: run with WABA_UPDATE_GOLDEN=1";
  EXPECT_EQ(text, ReadFileText(path)) << "differs from " << path;
}

}  // namespace wa::test
