#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>

#include "base/clock.h"

namespace wa {

// How often one client may fail: so many times at once, and once more every six seconds after that.
// Confined to one thread at a time; gets the time as an argument.
class FailureLimit {
 public:
  static constexpr int kAtOnce = 10;
  static constexpr Duration kEach = std::chrono::seconds(6);
  explicit FailureLimit(int at_once = kAtOnce) : at_once_(at_once) {}

  // Clients that are remembered; beyond, the better half is forgotten.
  static constexpr std::size_t kMostClients = 4096;

  // How long the client must wait, or 0.
  Duration Wait(const std::string& client, SteadyTime now) const;
  void Failed(const std::string& client, SteadyTime now);

 private:
  void Forget(SteadyTime now);

  const int at_once_;
  // When the failures of a client are as good as none again. Each adds kEach.
  std::map<std::string, SteadyTime> clean_at_;
};

// The same by the clock, for all threads, and for each thing that a client may fail at.
class SharedFailureLimit {
 public:
  explicit SharedFailureLimit(int at_once = FailureLimit::kAtOnce) : limit_(at_once) {}
  Duration Wait(const std::string& client, const std::string& at = "");
  void Failed(const std::string& client, const std::string& at = "");

 private:
  const RealClock clock_{};
  std::mutex mutex_;
  FailureLimit limit_;  // guarded by mutex_
};

}  // namespace wa
