#include "base/journal.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "support/datagram_socket.h"

namespace wa {
namespace {

// A socket in the place of the journal's.
class JournalTest : public testing::Test {
 protected:
  ~JournalTest() override { ::unsetenv("JOURNAL_STREAM"); }

  // Where stderr leads, as systemd writes it, `off` inodes further.
  static std::string Stderr(ino_t off = 0) {
    struct stat info {};
    EXPECT_EQ(::fstat(STDERR_FILENO, &info), 0);
    return std::to_string(info.st_dev) + ":" + std::to_string(info.st_ino + off);
  }

  const test::DatagramSocket socket_;
};

TEST_F(JournalTest, TakesLevelAndFields) {
  ::setenv("JOURNAL_STREAM", Stderr().c_str(), 1);
  const auto journal = Journal::BehindStderr(socket_.Path());
  ASSERT_TRUE(journal);
  EXPECT_TRUE(journal->Send(LogLevel::kWarning, "msg=x", {{"account", "berlin-shop"}}));
  EXPECT_EQ(socket_.Heard(),
            "SYSLOG_IDENTIFIER=waba_exporter\nPRIORITY=4\nMESSAGE=msg=x\n"
            "WABA_ACCOUNT=berlin-shop\n");
}

TEST_F(JournalTest, ForeignTextCannotForgeAField) {
  ::setenv("JOURNAL_STREAM", Stderr().c_str(), 1);
  const auto journal = Journal::BehindStderr(socket_.Path());
  ASSERT_TRUE(journal);
  EXPECT_TRUE(journal->Send(LogLevel::kInfo, "msg=x", {{"what-ever 1", "a\nPRIORITY=0\x1B"}}));
  const std::string taken = socket_.Heard();
  EXPECT_NE(taken.find("\nWABA_WHAT_EVER_1=a PRIORITY=0"), std::string::npos) << taken;
  EXPECT_EQ(taken.find("\nPRIORITY=0"), std::string::npos) << taken;
}

TEST_F(JournalTest, IsNotThereIfStderrLeadsElsewhere) {
  ::unsetenv("JOURNAL_STREAM");
  EXPECT_FALSE(Journal::BehindStderr(socket_.Path()));
  ::setenv("JOURNAL_STREAM", Stderr(1).c_str(), 1);
  EXPECT_FALSE(Journal::BehindStderr(socket_.Path()));
}

TEST_F(JournalTest, SaysSoIfNothingIsTaken) {
  ::setenv("JOURNAL_STREAM", Stderr().c_str(), 1);
  const auto journal = Journal::BehindStderr(socket_.Path() + "-gone");
  ASSERT_TRUE(journal);
  EXPECT_FALSE(journal->Send(LogLevel::kInfo, "msg=x", {}));
}

}  // namespace
}  // namespace wa
