#include "base/log.h"

#include <gtest/gtest.h>

#include <thread>

namespace wa {
namespace {

// What Log() writes to stderr, without its time.
std::string Logged(LogLevel level, std::string_view message, const LogFields& fields = {}) {
  testing::internal::CaptureStderr();
  Log(level, message, fields);
  const std::string line = testing::internal::GetCapturedStderr();
  const std::size_t level_at = line.find(" level=");
  return level_at == std::string::npos ? line : line.substr(level_at + 1);
}

TEST(LogTest, WritesOneLineOfKeysAndValues) {
  EXPECT_EQ(Logged(LogLevel::kInfo, "ready", {{"accounts", "3"}, {"listen", "127.0.0.1:1"}}),
            "level=info msg=ready accounts=3 listen=127.0.0.1:1\n");
  EXPECT_EQ(Logged(LogLevel::kError, "two words", {{"empty", ""}}),
            "level=error msg=\"two words\" empty=\"\"\n");
}

TEST(LogTest, BeginsWithTheTime) {
  testing::internal::CaptureStderr();
  Log(LogLevel::kInfo, "x");
  const std::string line = testing::internal::GetCapturedStderr();
  EXPECT_EQ(line.substr(0, 3), "ts=");
  EXPECT_EQ(line.substr(26, 2), "Z ");  // ts=2026-11-24T08:00:00.000Z
}

TEST(LogTest, WritesJsonIfToldTo) {
  SetLogFormat(LogFormat::kJson);
  testing::internal::CaptureStderr();
  Log(LogLevel::kInfo, "ready");
  const std::string line = testing::internal::GetCapturedStderr();
  SetLogFormat(LogFormat::kLogfmt);
  EXPECT_EQ(line.substr(0, 8), "{\"ts\":\"2");
  EXPECT_EQ(line.substr(line.find("\"level")), "\"level\":\"info\",\"msg\":\"ready\"}\n");
}

TEST(LogTest, DropsAndDoesNotCountWhatIsBelowTheLevel) {
  SetLogLevel(LogLevel::kWarning);
  const std::uint64_t before = LoggedLines(LogLevel::kInfo);
  EXPECT_EQ(Logged(LogLevel::kInfo, "quiet"), "");
  EXPECT_EQ(LoggedLines(LogLevel::kInfo), before);
  SetLogLevel(LogLevel::kInfo);
  EXPECT_NE(Logged(LogLevel::kInfo, "loud"), "");
  EXPECT_EQ(LoggedLines(LogLevel::kInfo), before + 1);
}

TEST(LogTest, LinesOfSeveralThreadsDoNotMix) {
  testing::internal::CaptureStderr();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([i] {
      for (int n = 0; n < 50; ++n)
        Log(LogLevel::kInfo, std::string(200, static_cast<char>('a' + i)));
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::istringstream lines(testing::internal::GetCapturedStderr());
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_EQ(line.find(line.back()), line.size() - 200) << line;
  }
  EXPECT_EQ(count, 200);
}

}  // namespace
}  // namespace wa
