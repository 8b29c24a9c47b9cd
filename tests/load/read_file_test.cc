#include "load/read_file.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "config_case.h"
#include "support/in_memory.h"

namespace wa {
namespace {

TEST(ReadFileTest, ReadsUpToTheLimit) {
  const ConfigFolder folder;
  const std::string path = folder.Write("file", std::string(100, 'x'));
  EXPECT_EQ(ReadFile(path, 100).value().bytes, std::string(100, 'x'));
  EXPECT_EQ(ReadFile(path, 99).error().message, "it is longer than 99 bytes");
}

TEST(ReadFileTest, LeavesNothingOfWhatIsTooLong) {
  const ConfigFolder folder;
  const std::string path = folder.Write("file", std::string(5000, 'x'));
  ASSERT_FALSE(ReadFile(path, 4096).has_value());
  // Whoever asks for as much next gets the memory in which it stood.
  const std::unique_ptr<char[]> next(new char[4098]);
  EXPECT_EQ(test::InMemory(next.get(), 4098).find("xxxx"), std::string::npos);
}

}  // namespace
}  // namespace wa
