#include "cli/progress.h"

#include <chrono>
#include <ostream>

namespace wa {
namespace {

constexpr Duration kWorthShowing = std::chrono::seconds(1);
constexpr Duration kBetween = std::chrono::milliseconds(200);
constexpr char kWipe[] = "\r\x1b[K";

}  // namespace

Progress::Progress(Console& console, const Clock& clock)
    : console_(console), clock_(clock), next_(clock.Steady() + kWorthShowing) {}

Progress::~Progress() {
  if (is_shown_) console_.err << kWipe << std::flush;
}

void Progress::Tell(std::string_view doing, std::size_t done, std::size_t all) {
  if (!console_.err_is_terminal) return;
  const SteadyTime now = clock_.Steady();
  if (now < next_) return;
  next_ = now + kBetween;
  is_shown_ = true;
  console_.err << kWipe << doing << ": " << done << " of " << all << std::flush;
}

}  // namespace wa
