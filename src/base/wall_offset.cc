#include "base/wall_offset.h"

namespace wa {
namespace {

constexpr Duration kTolerated = std::chrono::seconds(1);

Duration Difference(SteadyTime steady, SystemTime system) {
  return system.time_since_epoch() - steady.time_since_epoch();
}

}  // namespace

WallOffset::WallOffset(SteadyTime steady, SystemTime system)
    : offset_(Difference(steady, system)) {}

bool WallOffset::Update(SteadyTime steady, SystemTime system) {
  const Duration now = Difference(steady, system);
  if (std::chrono::abs(now - offset_) <= kTolerated) return false;
  offset_ = now;
  return true;
}

SystemTime WallOffset::ToSystem(SteadyTime time) const {
  return SystemTime(time.time_since_epoch() + offset_);
}

SteadyTime WallOffset::ToSteady(SystemTime time) const {
  return SteadyTime(time.time_since_epoch() - offset_);
}

}  // namespace wa
