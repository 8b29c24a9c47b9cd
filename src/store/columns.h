#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace wa {

// Moments and durations as SQLite keeps them: nanoseconds, moments since 1970 (UTC).
inline std::int64_t ToColumn(SystemTime time) { return time.time_since_epoch().count(); }
inline std::int64_t ToColumn(Duration duration) { return duration.count(); }
inline std::optional<std::int64_t> ToColumn(std::optional<SystemTime> time) {
  if (!time) return std::nullopt;
  return ToColumn(*time);
}
inline SystemTime ToTime(std::int64_t column) { return SystemTime(Duration(column)); }
inline std::optional<SystemTime> ToTime(std::optional<std::int64_t> column) {
  if (!column) return std::nullopt;
  return ToTime(*column);
}

}  // namespace wa
