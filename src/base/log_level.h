#pragma once

#include <array>
#include <string_view>
#include <utility>

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

}  // namespace wa
