#include "drill/child.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "drill/temporary_folder.h"

namespace wa::drill {
namespace {

using namespace std::chrono_literals;

// Waits as long as it takes; the test's own limit ends what never comes.
template <typename Known>
auto Await(Known known) {
  auto value = known();
  while (!value) {
    std::this_thread::sleep_for(5ms);
    value = known();
  }
  return *value;
}

class ChildTest : public ::testing::Test {
 protected:
  Result<Child> Shell(const std::string& script) {
    return Child::Start("part", {"/bin/sh", "-c", script}, folder_->Path("part.log"));
  }
  // What a child wrote into a file, once it has.
  std::string Written(const std::string& name) {
    return Await([&]() -> std::optional<std::string> {
      std::ifstream file(folder_->Path(name));
      std::string line;
      if (!std::getline(file, line) || file.eof()) return std::nullopt;
      return line;
    });
  }

  Result<TemporaryFolder> folder_ = TemporaryFolder::Make();
};

TEST_F(ChildTest, TellsHowItEndedWithItsLastLines) {
  auto child = Shell("for i in $(seq 30); do echo line $i; done; echo bad >&2; exit 3");
  ASSERT_TRUE(child);
  const std::string why = Await([&] { return child->WhyEnded(); });
  EXPECT_EQ(why.find("part ended with exit code 3; its last lines:\n  line 17\n"), 0U) << why;
  EXPECT_NE(why.find("\n  bad"), std::string::npos);
}

TEST_F(ChildTest, SaysThatAProgramCannotBeStarted) {
  auto child = Child::Start("part", {"/nowhere/program"}, folder_->Path("part.log"));
  ASSERT_TRUE(child);
  EXPECT_NE(Await([&] { return child->WhyEnded(); }).find("cannot be executed"), std::string::npos);
}

TEST_F(ChildTest, EndsWithItsObject) {
  pid_t pid = 0;
  {
    auto child = Shell("echo $$ > " + folder_->Path("pid") + "; exec sleep 1000");
    ASSERT_TRUE(child);
    pid = std::stoi(Written("pid"));
    EXPECT_EQ(child->WhyEnded(), std::nullopt);
  }
  EXPECT_EQ(::kill(pid, 0), -1);
}

TEST(TemporaryFolderTest, GoesWithEverythingInIt) {
  std::string path;
  {
    const auto folder = TemporaryFolder::Make();
    ASSERT_TRUE(folder);
    path = folder->Path("");
    std::ofstream(folder->Path("a")) << "b";
    EXPECT_TRUE(std::filesystem::exists(path + "a"));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(FindProgram, LooksForEachNameInPath) {
  EXPECT_TRUE(FindProgram({"no-such-program-at-all", "sh"}));
  EXPECT_FALSE(FindProgram({"no-such-program-at-all"}));
}

}  // namespace
}  // namespace wa::drill
