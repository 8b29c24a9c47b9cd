#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/enum_names.h"

namespace wa {

enum class LogLevel { kDebug, kInfo, kWarning, kError };
template <>
struct EnumNames<LogLevel> {
  static constexpr std::array table{
      std::pair{LogLevel::kDebug, std::string_view("debug")},
      std::pair{LogLevel::kInfo, std::string_view("info")},
      std::pair{LogLevel::kWarning, std::string_view("warning")},
      std::pair{LogLevel::kError, std::string_view("error")},
  };
};

using LogFields = std::vector<std::pair<std::string_view, std::string>>;

// One line on stderr, unless too many came at once: `ts=... level=info msg="..."
// account=berlin-shop`. Values are escaped, so foreign text cannot forge a line. Thread-safe.
void Log(LogLevel level, std::string_view message, const LogFields& fields = {});

// Lines below this level are dropped (default info).
void SetLogLevel(LogLevel level);

// Lines written since start, by level; for waba_exporter_log_messages_total.
std::uint64_t LoggedLines(LogLevel level);

// Lines left out because too many came at once (base/log_limit.h).
std::uint64_t LeftOutLines();

}  // namespace wa
