#include "load/read_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "config_case.h"
#include "support/in_memory.h"

namespace wa {
namespace {

TEST(ReadFileTest, ReadsToTheEndWhateverTheLength) {
  constexpr std::size_t kMost = 200'000;
  const ConfigFolder folder;
  for (const std::size_t length : {0u, 1u, 4095u, 4096u, 65'536u, 65'537u, 200'000u}) {
    const std::string text(length, 'x');
    const auto contents = ReadFile(folder.Write("file", text), kMost);
    ASSERT_TRUE(contents) << length;
    EXPECT_EQ(contents->bytes, text);
    EXPECT_EQ(contents->stamp.size, static_cast<std::int64_t>(length));
  }
}

TEST(ReadFileTest, ReadsUpToTheLimit) {
  const ConfigFolder folder;
  for (const std::size_t length : {100u, 70'000u}) {
    const std::string path = folder.Write("file", std::string(length, 'x'));
    EXPECT_EQ(ReadFile(path, length).value().bytes.size(), length);
    EXPECT_EQ(ReadFile(path, 99).error().message, "it is longer than 99 bytes");
  }
}

// As some file systems do, the kernel's own among them: a file of 0 bytes that can be read.
TEST(ReadFileTest, ReadsAFileThatDoesNotTellItsLength) {
  const auto contents = ReadFile("/proc/self/environ", 1u << 20);
  ASSERT_TRUE(contents);
  EXPECT_EQ(contents->stamp.size, 0);
  std::ifstream stream("/proc/self/environ", std::ios::binary);
  const std::string expected((std::istreambuf_iterator<char>(stream)), {});
  ASSERT_FALSE(expected.empty());
  EXPECT_EQ(contents->bytes, expected);
}

TEST(ReadFileTest, RefusesWhatIsNoFile) {
  const ConfigFolder folder;
  const std::string path = folder.Write("file", "");
  ASSERT_EQ(::remove(path.c_str()), 0);
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  const auto contents = ReadFile(path, 10);
  ASSERT_FALSE(contents);
  EXPECT_EQ(contents.error().message, "it is not a regular file");
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
