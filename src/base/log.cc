#include "base/log.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/journal.h"
#include "base/text.h"

namespace wa {
namespace {

std::atomic<LogLevel> minimum{LogLevel::kInfo};
std::array<std::atomic<std::uint64_t>, 4> lines{};

std::string Quoted(std::string_view value) {
  const std::string clean = Sanitise(value, 2048);
  const bool plain = !clean.empty() && clean.find_first_of(" \"=\\") == std::string::npos;
  if (plain) return clean;
  std::string quoted = "\"";
  for (const char c : clean) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

}  // namespace

void Log(LogLevel level, std::string_view message, const LogFields& fields) {
  if (level < minimum.load(std::memory_order_relaxed)) return;
  lines[static_cast<std::size_t>(level)].fetch_add(1, std::memory_order_relaxed);
  std::string text = "msg=" + Quoted(message);
  for (const auto& [key, value] : fields) {
    text += ' ';
    text += key;
    text += '=';
    text += Quoted(value);
  }
  static const std::optional<Journal> journal = Journal::BehindStderr();
  if (journal && journal->Send(level, text, fields)) return;
  std::string line = "ts=" + FormatUtc(RealClock().System(), true) + " level=";
  line += Name(level);
  line += ' ' + text + '\n';
  // One write() per line, so that lines of several threads do not mix. Nothing can be done if it
  // fails.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

void SetLogLevel(LogLevel level) { minimum.store(level, std::memory_order_relaxed); }

std::uint64_t LoggedLines(LogLevel level) {
  return lines[static_cast<std::size_t>(level)].load(std::memory_order_relaxed);
}

}  // namespace wa
