#include "simulator/sliding_window.h"

namespace wa::simulator {

void SlidingWindow::DropUntil(Duration oldest) {
  while (first_ < times_.size() && times_[first_] <= oldest) ++first_;
  if (first_ < 16 || first_ * 2 < times_.size()) return;
  times_.erase(times_.begin(), times_.begin() + static_cast<std::ptrdiff_t>(first_));
  first_ = 0;
}

}  // namespace wa::simulator
