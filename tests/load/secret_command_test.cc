#include "load/secret_command.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>

#include "config_case.h"

namespace wa {
namespace {

using namespace std::chrono_literals;

class SecretCommandTest : public testing::Test {
 protected:
  Result<Secret> Run(const std::string& script, Duration timeout = 10s) const {
    return FirstLineOf(folder_.Write("bin/script", "#!/bin/sh\n" + script, 0755), {"one", "t w o"},
                       timeout, 4096);
  }
  std::string Line(const std::string& script) const {
    const auto line = Run(script);
    return line ? std::string(line->Reveal()) : folder_.Comparable(line.error().message);
  }
  const ConfigFolder folder_;
};

TEST_F(SecretCommandTest, GivesTheFirstLine) {
  EXPECT_EQ(Line("echo first; echo second"), "first");
  EXPECT_EQ(Line("printf first"), "first");
  EXPECT_EQ(Line("true"), "");
}

TEST_F(SecretCommandTest, ArgumentsAreNoShellWords) {
  EXPECT_EQ(Line("echo \"$#:$2\""), "2:t w o");
}

TEST_F(SecretCommandTest, IsSearchedInPath) {
  const auto line = FirstLineOf("echo", {"$HOME *"}, 10s, 4096);
  ASSERT_TRUE(line) << line.error().message;
  EXPECT_EQ(line->Reveal(), "$HOME *");
}

TEST_F(SecretCommandTest, TheEnvironmentIsMinimal) {
  ::setenv("WABA_TEST_SECRET", "marked", 1);
  EXPECT_EQ(Line("echo \"<$WABA_TEST_SECRET>${HOME:+ has HOME}\""), "<> has HOME");
}

TEST_F(SecretCommandTest, ReadsNothing) { EXPECT_EQ(Line("cat; echo end"), "end"); }

// Our threads block signals; a program that waits for its children would hang with SIGCHLD blocked.
TEST_F(SecretCommandTest, BlocksNoSignal) {
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  const std::string line = Line("grep SigBlk /proc/self/status");
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  EXPECT_EQ(line, "SigBlk:\t0000000000000000");
}

TEST_F(SecretCommandTest, SaysHowItEndedAndNotWhatItPrinted) {
  EXPECT_EQ(Line("echo marked; echo marked >&2; exit 7"), "'bin/script' ended with exit status 7");
  EXPECT_EQ(Line("echo marked; kill -15 $$"), "'bin/script' was ended by signal 15");
}

TEST_F(SecretCommandTest, ATalkativeProgramEnds) {
  EXPECT_EQ(Line("echo first; head -c 1000000 /dev/zero"), "first");
  EXPECT_EQ(Line("head -c 1000000 /dev/zero | tr '\\0' x").size(), 4096u);
}

TEST_F(SecretCommandTest, WhatItLeavesRunningIsNotWaitedFor) {
  EXPECT_EQ(Line("sleep 600 & echo first"), "first");
}

// Somebody else reaps it: until then it is a zombie, which is dead, too.
bool IsDead(pid_t child) {
  std::string pid;
  std::string name;
  std::string state = "gone";
  std::ifstream("/proc/" + std::to_string(child) + "/stat") >> pid >> name >> state;
  return state == "gone" || state == "Z" || state == "X";
}

TEST_F(SecretCommandTest, IsKilledWithItsGroupAfterTheTimeout) {
  const std::string pid_file = folder_.Path("pid");
  const auto line = Run("sleep 600 & echo $! >" + pid_file + "; wait", 300ms);
  ASSERT_FALSE(line);
  EXPECT_EQ(folder_.Comparable(line.error().message),
            "'bin/script' did not end within 300ms and was killed");
  pid_t child = 0;
  std::ifstream(pid_file) >> child;
  ASSERT_GT(child, 0);
  const auto deadline = std::chrono::steady_clock::now() + 10s;  // a busy machine may take a while
  while (!IsDead(child) && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  EXPECT_TRUE(IsDead(child));
}

TEST_F(SecretCommandTest, AProgramThatIsNotThere) {
  const auto line = FirstLineOf("no-such-program", {}, 10s, 4096);
  ASSERT_FALSE(line);
  EXPECT_EQ(line.error().message, "it cannot be started: No such file or directory");
}

}  // namespace
}  // namespace wa
