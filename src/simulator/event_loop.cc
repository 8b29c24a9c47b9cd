#include "simulator/event_loop.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <vector>

namespace wa::simulator {
namespace {

constexpr int kLongestWait = 60'000;  // ms

}  // namespace

EventLoop::EventLoop(const Clock* clock, UniqueFd epoll, UniqueFd wake)
    : clock_(clock), epoll_(std::move(epoll)), wake_(std::move(wake)) {}

Result<std::unique_ptr<EventLoop>> EventLoop::Make(const Clock* clock) {
  UniqueFd epoll(epoll_create1(EPOLL_CLOEXEC));
  UniqueFd wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!epoll || !wake) {
    return Fail(ErrorCode::kIo, std::string("cannot make an event loop: ") + std::strerror(errno));
  }
  const int wake_fd = wake.get();
  std::unique_ptr<EventLoop> loop(new EventLoop(clock, std::move(epoll), std::move(wake)));
  if (!loop->Watch(wake_fd, EPOLLIN, [](std::uint32_t, SteadyTime) {})) {
    return Fail(ErrorCode::kIo, std::string("cannot watch an event: ") + std::strerror(errno));
  }
  return loop;
}

bool EventLoop::Watch(int fd, std::uint32_t events, OnEvents handler) {
  epoll_event event{};
  event.events = events;
  event.data.fd = fd;
  if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) != 0) return false;
  handlers_[fd] = std::make_shared<OnEvents>(std::move(handler));
  return true;
}

void EventLoop::Change(int fd, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.fd = fd;
  epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, fd, &event);
}

void EventLoop::Forget(int fd) {
  epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr);
  handlers_.erase(fd);
}

EventLoop::TimerId EventLoop::CallAt(SteadyTime time, OnTime handler) {
  const TimerId id = ++last_timer_;
  timers_.emplace(std::pair(time, id), std::move(handler));
  timer_times_[id] = time;
  return id;
}

void EventLoop::Cancel(TimerId id) {
  const auto found = timer_times_.find(id);
  if (found == timer_times_.end()) return;
  timers_.erase({found->second, id});
  timer_times_.erase(found);
}

// A descriptor that is closed and opened anew within one round has no event left in it: each
// stands at most once in what epoll_wait() returns, and a timer fires before or after, not between.
void EventLoop::Run() {
  std::array<epoll_event, 64> events{};
  while (!stopped_.load()) {
    const int ready = epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()),
                                 MillisecondsToWait(clock_->Steady()));
    const SteadyTime now = clock_->Steady();
    for (int i = 0; i < ready; ++i) {
      const auto found = handlers_.find(events[static_cast<std::size_t>(i)].data.fd);
      if (found == handlers_.end()) continue;
      const std::shared_ptr<OnEvents> handler = found->second;
      (*handler)(events[static_cast<std::size_t>(i)].events, now);
    }
    FireTimers(now);
  }
}

void EventLoop::Stop() {
  stopped_.store(true);
  const std::uint64_t one = 1;
  // It fails only if the counter is full, and then the loop is awake anyway.
  [[maybe_unused]] const ssize_t written = ::write(wake_.get(), &one, sizeof(one));
}

// Rounded up: a timer that is due in 0.4 ms is not asked for three times.
int EventLoop::MillisecondsToWait(SteadyTime now) const {
  if (timers_.empty()) return kLongestWait;
  const Duration left = timers_.begin()->first.first - now;
  if (left <= Duration(0)) return 0;
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(left).count();
  return static_cast<int>(std::min<std::int64_t>(wait, kLongestWait));
}

// Those that are made while others fire wait for the next round.
void EventLoop::FireTimers(SteadyTime now) {
  std::vector<TimerId> due;
  for (const auto& [key, handler] : timers_) {
    if (key.first > now) break;
    due.push_back(key.second);
  }
  for (const TimerId id : due) {
    const auto found = timer_times_.find(id);
    if (found == timer_times_.end()) continue;  // cancelled by one before it
    const auto timer = timers_.find({found->second, id});
    const OnTime handler = std::move(timer->second);
    timers_.erase(timer);
    timer_times_.erase(found);
    handler(now);
  }
}

}  // namespace wa::simulator
