#pragma once

#include <cstdint>
#include <optional>

namespace wa::life {

// What is thrown out of a seam to end the exporter in the middle of what it does.
struct Death {};

// Counts the exporter's calls to what is outside of it, and ends it at one of them.
class Fate {
 public:
  void DieAfter(std::int64_t calls) { left_ = calls; }
  bool IsAwaited() const { return left_.has_value(); }
  bool IsDead() const { return dead_; }

  // At the beginning of each call.
  void Call() {
    if (!left_ || dead_) return;
    if ((*left_)-- > 0) return;
    dead_ = true;
    throw Death();
  }
  void LiveAgain() {
    left_.reset();
    dead_ = false;
  }

 private:
  std::optional<std::int64_t> left_;
  bool dead_ = false;
};

}  // namespace wa::life
