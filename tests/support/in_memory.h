#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <string>

namespace wa::test {

// What stands there, even if nobody may look any more.
inline std::string InMemory(const void* address, std::size_t size) {
  std::string bytes;
  bytes.reserve(size + 1'000'000);  // so that it does not get the very memory that is looked at
  bytes.resize(size);
  std::ifstream memory("/proc/self/mem", std::ios::binary);
  memory.seekg(static_cast<std::streamoff>(reinterpret_cast<std::uintptr_t>(address)));
  memory.read(bytes.data(), static_cast<std::streamsize>(size));
  EXPECT_TRUE(memory.good());
  return bytes;
}

}  // namespace wa::test
