#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <unordered_map>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace wa::simulator {

// One thread waiting for many descriptors and moments (epoll, level-triggered). Everything but
// Stop() belongs to the thread that calls Run(), or to nobody before.
class EventLoop {
 public:
  using OnEvents = std::function<void(std::uint32_t events, SteadyTime now)>;  // EPOLLIN, ...
  using OnTime = std::function<void(SteadyTime now)>;
  using TimerId = std::uint64_t;

  // REQUIRES: the clock outlives the loop. Timers are measured on it.
  static Result<std::unique_ptr<EventLoop>> Make(const Clock* clock);

  // Calls `handler` when one of `events` happens at `fd`; false if the kernel refuses it. A handler
  // may forget any descriptor, also its own.
  bool Watch(int fd, std::uint32_t events, OnEvents handler);
  void Change(int fd, std::uint32_t events);
  void Forget(int fd);

  TimerId CallAt(SteadyTime time, OnTime handler);
  void Cancel(TimerId id);  // no harm if it has fired

  void Run();   // until Stop()
  void Stop();  // thread-safe; Run() returns soon, also if it is called only later

 private:
  using Timers = std::map<std::pair<SteadyTime, TimerId>, OnTime>;

  EventLoop(const Clock* clock, UniqueFd epoll, UniqueFd wake);
  int MillisecondsToWait(SteadyTime now) const;
  void FireTimers(SteadyTime now);

  const Clock* clock_;
  UniqueFd epoll_;
  UniqueFd wake_;
  std::atomic<bool> stopped_{false};
  std::unordered_map<int, std::shared_ptr<OnEvents>> handlers_;
  Timers timers_;
  std::unordered_map<TimerId, SteadyTime> timer_times_;
  TimerId last_timer_ = 0;
};

}  // namespace wa::simulator
