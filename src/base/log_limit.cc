#include "base/log_limit.h"

#include <algorithm>
#include <utility>

namespace wa {

LogLimit::Verdict LogLimit::Ask(SteadyTime now) {
  const SteadyTime next = std::max(full_again_, now) + kEach;
  if (next - now > kAtOnce * kEach) {
    ++left_out_;
    return {false, 0};
  }
  full_again_ = next;
  return {true, std::exchange(left_out_, 0)};
}

}  // namespace wa
