#include "metrics/process_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

namespace wa {
namespace {

// proc(5), counted behind the name of the program, which may hold blanks and brackets itself.
constexpr std::size_t kUserTicks = 11;
constexpr std::size_t kSystemTicks = 12;
constexpr std::size_t kStartTicks = 19;
constexpr std::size_t kVirtualBytes = 20;
constexpr std::size_t kResidentPages = 21;

std::string ReadText(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::optional<double> Number(std::string_view text) {
  std::uint64_t number = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), number).ec != std::errc()) {
    return std::nullopt;
  }
  return static_cast<double>(number);
}

std::vector<std::string_view> Words(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t begin = text.find_first_not_of(" \n");
    if (begin == std::string_view::npos) return words;
    const std::size_t end = std::min(text.find_first_of(" \n", begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    text.remove_prefix(end);
  }
}

std::optional<double> BootTime(std::string_view system_stat) {
  constexpr std::string_view kLine = "\nbtime ";
  const std::size_t line = system_stat.find(kLine);
  if (line == std::string_view::npos) return std::nullopt;
  return Number(system_stat.substr(line + kLine.size()));
}

std::optional<double> CountOpenFds() {
  std::error_code error;
  std::filesystem::directory_iterator entry("/proc/self/fd", error);
  double count = 0;
  while (!error && entry != std::filesystem::directory_iterator()) {
    ++count;
    entry.increment(error);
  }
  if (error) return std::nullopt;
  return count - 1;  // without the one that reads the folder
}

double MaxFds() {
  rlimit limit{};
  const bool bounded = ::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
  return bounded ? static_cast<double>(limit.rlim_cur) : std::numeric_limits<double>::infinity();
}

}  // namespace

Result<ProcessUsage> ParseProcessStat(std::string_view stat, std::string_view system_stat) {
  const std::size_t name_end = stat.rfind(')');
  const auto words =
      name_end == std::string_view::npos ? Words({}) : Words(stat.substr(name_end + 1));
  if (words.size() <= kResidentPages) return Fail(ErrorCode::kIo, "/proc/self/stat is too short");
  const auto boot = BootTime(system_stat);
  if (!boot) return Fail(ErrorCode::kIo, "/proc/stat has no btime");
  const auto user = Number(words[kUserTicks]);
  const auto system = Number(words[kSystemTicks]);
  const auto start = Number(words[kStartTicks]);
  const auto bytes = Number(words[kVirtualBytes]);
  const auto pages = Number(words[kResidentPages]);
  if (!user || !system || !start || !bytes || !pages) {
    return Fail(ErrorCode::kIo, "/proc/self/stat holds no numbers where they should be");
  }
  const auto per_second = static_cast<double>(::sysconf(_SC_CLK_TCK));
  ProcessUsage usage;
  usage.start_time_seconds = *boot + *start / per_second;
  usage.cpu_seconds = (*user + *system) / per_second;
  usage.virtual_bytes = *bytes;
  usage.resident_bytes = *pages * static_cast<double>(::sysconf(_SC_PAGESIZE));
  return usage;
}

Result<ProcessUsage> ReadProcessUsage() {
  auto usage = ParseProcessStat(ReadText("/proc/self/stat"), ReadText("/proc/stat"));
  if (!usage) return usage;
  const auto open_fds = CountOpenFds();
  if (!open_fds) return Fail(ErrorCode::kIo, "/proc/self/fd cannot be read");
  usage->open_fds = *open_fds;
  usage->max_fds = MaxFds();
  return usage;
}

}  // namespace wa
