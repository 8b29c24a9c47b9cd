#include "base/journal.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <string>

namespace wa {
namespace {

// A socket in the place of the journal's.
class JournalTest : public testing::Test {
 protected:
  JournalTest() : folder_(std::filesystem::temp_directory_path() / "waba-journal-XXXXXX") {
    if (::mkdtemp(folder_.data()) == nullptr) std::abort();
    socket_ = UniqueFd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    Path().copy(address.sun_path, sizeof address.sun_path - 1);
    EXPECT_EQ(::bind(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }
  ~JournalTest() override {
    ::unsetenv("JOURNAL_STREAM");
    std::filesystem::remove_all(folder_);
  }

  std::string Path() const { return folder_ + "/socket"; }
  // Where stderr leads, as systemd writes it, `off` inodes further.
  static std::string Stderr(ino_t off = 0) {
    struct stat info {};
    EXPECT_EQ(::fstat(STDERR_FILENO, &info), 0);
    return std::to_string(info.st_dev) + ":" + std::to_string(info.st_ino + off);
  }
  std::string Taken() const {
    std::array<char, 8192> bytes{};
    const ssize_t got = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
    return got <= 0 ? "" : std::string(bytes.data(), static_cast<std::size_t>(got));
  }

 private:
  std::string folder_;
  UniqueFd socket_;
};

TEST_F(JournalTest, TakesLevelAndFields) {
  ::setenv("JOURNAL_STREAM", Stderr().c_str(), 1);
  const auto journal = Journal::BehindStderr(Path());
  ASSERT_TRUE(journal);
  EXPECT_TRUE(journal->Send(LogLevel::kWarning, "msg=x", {{"account", "berlin-shop"}}));
  EXPECT_EQ(Taken(),
            "SYSLOG_IDENTIFIER=waba_exporter\nPRIORITY=4\nMESSAGE=msg=x\n"
            "WABA_ACCOUNT=berlin-shop\n");
}

TEST_F(JournalTest, ForeignTextCannotForgeAField) {
  ::setenv("JOURNAL_STREAM", Stderr().c_str(), 1);
  const auto journal = Journal::BehindStderr(Path());
  ASSERT_TRUE(journal);
  EXPECT_TRUE(journal->Send(LogLevel::kInfo, "msg=x", {{"what-ever 1", "a\nPRIORITY=0\x1B"}}));
  const std::string taken = Taken();
  EXPECT_NE(taken.find("\nWABA_WHAT_EVER_1=a PRIORITY=0"), std::string::npos) << taken;
  EXPECT_EQ(taken.find("\nPRIORITY=0"), std::string::npos) << taken;
}

TEST_F(JournalTest, IsNotThereIfStderrLeadsElsewhere) {
  ::unsetenv("JOURNAL_STREAM");
  EXPECT_FALSE(Journal::BehindStderr(Path()));
  ::setenv("JOURNAL_STREAM", Stderr(1).c_str(), 1);
  EXPECT_FALSE(Journal::BehindStderr(Path()));
}

TEST_F(JournalTest, SaysSoIfNothingIsTaken) {
  ::setenv("JOURNAL_STREAM", Stderr().c_str(), 1);
  const auto journal = Journal::BehindStderr(Path() + "-gone");
  ASSERT_TRUE(journal);
  EXPECT_FALSE(journal->Send(LogLevel::kInfo, "msg=x", {}));
}

}  // namespace
}  // namespace wa
