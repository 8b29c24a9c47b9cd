#include "metrics/moment.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <ratio>

namespace wa {
namespace {

using Grain = std::chrono::duration<std::int64_t, std::ratio<1, 64>>;

double InSeconds(Grain grains) { return std::chrono::duration<double>(grains).count(); }

Grain RoundedDown(SystemTime moment) {
  return std::chrono::floor<Grain>(moment.time_since_epoch());
}

}  // namespace

double ExportedMoment(SystemTime moment) { return InSeconds(RoundedDown(moment)); }

std::optional<double> ExportedMoment(const std::optional<SystemTime>& moment) {
  if (!moment) return std::nullopt;
  return ExportedMoment(*moment);
}

double ExportedLastSeen(SystemTime start, SystemTime last_seen, Duration grace) {
  const Duration lasted = last_seen - start;
  const Grain rounded = std::chrono::ceil<Grain>(lasted);
  const Grain allowed = std::chrono::floor<Grain>(grace);
  const Grain shown =
      lasted > grace ? std::max(rounded, allowed + Grain(1)) : std::min(rounded, allowed);
  return InSeconds(RoundedDown(start) + shown);
}

}  // namespace wa
