#include "base/clock.h"

#include <time.h>

namespace wa {
namespace {

Duration Read(clockid_t id) {
  timespec ts{};
  clock_gettime(id, &ts);
  return std::chrono::seconds(ts.tv_sec) + std::chrono::nanoseconds(ts.tv_nsec);
}

}  // namespace

SteadyTime RealClock::Steady() const { return SteadyTime(Read(CLOCK_BOOTTIME)); }
SystemTime RealClock::System() const { return SystemTime(Read(CLOCK_REALTIME)); }

double Seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }
double UnixSeconds(SystemTime time) { return Seconds(time.time_since_epoch()); }

}  // namespace wa
