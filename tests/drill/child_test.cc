#include "drill/child.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
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

TEST_F(ChildTest, OpensNoMoreThanItMayUntilItMayAgain) {
  // It says once in a while whether it can open a file, by a program that it need not open first.
  auto child = Shell(
      "while :; do if (: < /dev/null) 2> /dev/null; then echo yes; else echo no; fi;"
      " done > " +
      folder_->Path("said"));
  ASSERT_TRUE(child);
  const auto says = [&](const std::string& word) {
    Await([&]() -> std::optional<bool> {
      std::ifstream said(folder_->Path("said"));
      said.seekg(-4, std::ios::end);
      const std::string last((std::istreambuf_iterator<char>(said)), {});
      return last.find(word) != last.npos ? std::optional(true) : std::nullopt;
    });
  };
  says("yes");
  ASSERT_TRUE(child->LimitDescriptors(3));
  says("no");
  ASSERT_TRUE(child->FreeDescriptors());
  says("yes");
}

TEST(TemporaryFolderTest, RemovesWhatWasLeftBehindAndNothingElse) {
  namespace fs = std::filesystem;
  const fs::path parent = fs::temp_directory_path();
  const auto used = TemporaryFolder::Make();
  ASSERT_TRUE(used);
  const fs::path left = parent / ("waba_drill_left" + std::to_string(::getpid()));
  const fs::path young = parent / ("waba_drill_young" + std::to_string(::getpid()));
  for (const fs::path& folder : {left, young}) {
    fs::create_directory(folder);
    std::ofstream(folder / "a") << "b";
  }
  const auto old = fs::file_time_type::clock::now() - 1h;
  fs::last_write_time(left, old);
  fs::last_write_time(used->Path(""), old);
  const auto another = TemporaryFolder::Make();
  EXPECT_FALSE(fs::exists(left));
  EXPECT_TRUE(fs::exists(young)) << "it may be about to be locked";
  EXPECT_TRUE(fs::exists(used->Path(""))) << "it is locked";
  fs::remove_all(young);
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
