#include "metrics/process_metrics.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include "base/clock.h"

namespace wa {
namespace {

TEST(ProcessStat, IsReadFromTheKernelsForm) {
  const std::string stat =
      "42 (a )b( c) S 1 2 3 4 5 6 7 8 9 10 150 50 13 14 15 16 17 18 1000 4096000 100 19\n";
  const auto usage = ParseProcessStat(stat, "cpu 1 2\nbtime 1790000000\nprocesses 3\n");
  ASSERT_TRUE(usage) << usage.error().message;
  const auto per_second = static_cast<double>(::sysconf(_SC_CLK_TCK));
  EXPECT_EQ(usage->cpu_seconds, 200 / per_second);
  EXPECT_EQ(usage->start_time_seconds, 1'790'000'000 + 1000 / per_second);
  EXPECT_EQ(usage->virtual_bytes, 4'096'000);
  EXPECT_EQ(usage->resident_bytes, 100.0 * static_cast<double>(::sysconf(_SC_PAGESIZE)));
}

TEST(ProcessStat, RefusesWhatIsNot) {
  const std::string system = "cpu 1\nbtime 5\n";
  EXPECT_FALSE(ParseProcessStat("", system));
  EXPECT_FALSE(ParseProcessStat("42 (a) S 1 2 3", system));
  EXPECT_FALSE(ParseProcessStat("42 (a) S x x x x x x x x x x x x x x x x x x x x x", system));
  EXPECT_FALSE(
      ParseProcessStat("42 (a) S 1 2 3 4 5 6 7 8 9 10 1 1 1 1 1 1 1 1 1 1 1 1", "cpu 1\n"));
}

TEST(ProcessUsage, IsThatOfThisProcess) {
  const auto usage = ReadProcessUsage();
  ASSERT_TRUE(usage) << usage.error().message;
  EXPECT_GT(usage->resident_bytes, 1e5);
  EXPECT_GT(usage->virtual_bytes, usage->resident_bytes);
  EXPECT_GT(usage->max_fds, usage->open_fds);
  EXPECT_GT(usage->start_time_seconds, 1.6e9);
}

TEST(ProcessUsage, CountsOpenFds) {
  const auto before = ReadProcessUsage();
  const int fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  ASSERT_GE(fd, 0);
  const auto with = ReadProcessUsage();
  ::close(fd);
  ASSERT_TRUE(before && with);
  EXPECT_EQ(with->open_fds, before->open_fds + 1);
}

}  // namespace
}  // namespace wa
