#include "base/log.h"

#include <unistd.h>

#include <atomic>
#include <mutex>

#include "base/clock.h"
#include "base/journal.h"
#include "base/log_limit.h"
#include "base/log_line.h"

namespace wa {
namespace {

std::atomic<LogLevel> minimum{LogLevel::kInfo};
std::atomic<LogFormat> line_format{LogFormat::kLogfmt};
std::array<std::atomic<std::uint64_t>, 4> lines{};

std::mutex limit_mutex;
LogLimit limit;  // guarded by limit_mutex
std::atomic<std::uint64_t> left_out{0};

LogLimit::Verdict Ask() {
  const std::lock_guard lock(limit_mutex);
  return limit.Ask(RealClock().Steady());
}

void Write(LogLevel level, std::string_view message, const LogFields& fields) {
  lines[static_cast<std::size_t>(level)].fetch_add(1, std::memory_order_relaxed);
  static const std::optional<Journal> journal = Journal::BehindStderr();
  if (journal && journal->Send(level, LogText(message, fields), fields)) return;
  const std::string line = LogLine(line_format.load(std::memory_order_relaxed),
                                   RealClock().System(), level, message, fields);
  // One write() per line, so that lines of several threads do not mix. Nothing can be done if it
  // fails.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace

void Log(LogLevel level, std::string_view message, const LogFields& fields) {
  if (level < minimum.load(std::memory_order_relaxed)) return;
  const LogLimit::Verdict verdict = Ask();
  if (!verdict.may_write) {
    left_out.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  if (verdict.left_out > 0) {
    Write(LogLevel::kWarning, "lines were left out, too many came at once",
          {{"count", std::to_string(verdict.left_out)}});
  }
  Write(level, message, fields);
}

std::uint64_t LeftOutLines() { return left_out.load(std::memory_order_relaxed); }

void SetLogLevel(LogLevel level) { minimum.store(level, std::memory_order_relaxed); }

void SetLogFormat(LogFormat format) { line_format.store(format, std::memory_order_relaxed); }

std::uint64_t LoggedLines(LogLevel level) {
  return lines[static_cast<std::size_t>(level)].load(std::memory_order_relaxed);
}

}  // namespace wa
