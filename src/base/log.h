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

// How a line looks: `ts=... level=info msg=ready accounts=3`, or the same as one JSON object.
enum class LogFormat { kLogfmt, kJson };
template <>
struct EnumNames<LogFormat> {
  static constexpr std::array table{
      std::pair{LogFormat::kLogfmt, std::string_view("logfmt")},
      std::pair{LogFormat::kJson, std::string_view("json")},
  };
};

// Keys are lower case words joined by '_', none of them ts, level or msg.
using LogFields = std::vector<std::pair<std::string_view, std::string>>;

// One line on stderr, unless too many came at once. Values are escaped, so foreign text cannot
// forge a line. Thread-safe.
void Log(LogLevel level, std::string_view message, const LogFields& fields = {});

// Lines below this level are dropped (default info).
void SetLogLevel(LogLevel level);

// How the lines on stderr look (default logfmt). The journal gets text and fields, whatever it is.
void SetLogFormat(LogFormat format);

// Lines written since start, by level; for waba_exporter_log_messages_total.
std::uint64_t LoggedLines(LogLevel level);

// Lines left out because too many came at once (base/log_limit.h).
std::uint64_t LeftOutLines();

}  // namespace wa
