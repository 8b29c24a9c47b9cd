#include "load/read_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace wa {
namespace {

class ReadFileTest : public testing::Test {
 protected:
  ReadFileTest() {
    std::string name = (std::filesystem::temp_directory_path() / "waba-file-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    folder_ = name;
  }
  ~ReadFileTest() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& text) const {
    std::ofstream(Path()) << text;
    return Path();
  }
  std::string Path() const { return (folder_ / "file").string(); }

 private:
  std::filesystem::path folder_;
};

TEST_F(ReadFileTest, IsReadToItsEndWhateverItsLength) {
  constexpr std::size_t kMost = 200'000;
  for (const std::size_t length : {0u, 1u, 4095u, 4096u, 65'536u, 65'537u, 200'000u}) {
    const std::string text(length, 'x');
    const auto contents = ReadFile(Write(text), kMost);
    ASSERT_TRUE(contents) << length;
    EXPECT_EQ(contents->bytes, text);
    EXPECT_EQ(contents->stamp.size, static_cast<std::int64_t>(length));
  }
}

TEST_F(ReadFileTest, WhatIsLongerIsRefused) {
  for (const std::size_t more : {1u, 70'000u}) {
    const auto contents = ReadFile(Write(std::string(10 + more, 'x')), 10);
    ASSERT_FALSE(contents);
    EXPECT_EQ(contents.error().message, "it is longer than 10 bytes");
  }
}

// As some file systems do, the kernel's own among them: a file of 0 bytes that can be read.
TEST_F(ReadFileTest, AFileThatDoesNotTellItsLengthIsReadToItsEnd) {
  const auto contents = ReadFile("/proc/self/environ", 1u << 20);
  ASSERT_TRUE(contents);
  EXPECT_EQ(contents->stamp.size, 0);
  std::ifstream stream("/proc/self/environ", std::ios::binary);
  const std::string expected((std::istreambuf_iterator<char>(stream)), {});
  ASSERT_FALSE(expected.empty());
  EXPECT_EQ(contents->bytes, expected);
}

TEST_F(ReadFileTest, WhatIsNoFileIsRefused) {
  ASSERT_EQ(::mkfifo(Path().c_str(), 0600), 0);
  const auto contents = ReadFile(Path(), 10);
  ASSERT_FALSE(contents);
  EXPECT_EQ(contents.error().message, "it is not a regular file");
}

}  // namespace
}  // namespace wa
