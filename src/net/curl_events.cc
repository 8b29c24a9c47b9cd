#include "net/curl_events.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>

namespace wa {
namespace {

// At once; what more is ready comes with the next call.
constexpr std::size_t kMostReady = 64;

// A suspended machine may not notice that a longer wait is over.
constexpr Duration kLongestSleep = std::chrono::minutes(1);

int Add(int epoll, int socket, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.fd = socket;
  if (epoll_ctl(epoll, EPOLL_CTL_MOD, socket, &event) == 0) return 0;
  return errno == ENOENT ? epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event) : -1;
}

int ActionOf(std::uint32_t events) {
  int action = 0;
  if ((events & (EPOLLIN | EPOLLHUP)) != 0) action |= CURL_CSELECT_IN;
  if ((events & EPOLLOUT) != 0) action |= CURL_CSELECT_OUT;
  if ((events & EPOLLERR) != 0) action |= CURL_CSELECT_ERR;
  return action;
}

}  // namespace

CurlEvents::CurlEvents(const Clock& clock, CURLM* multi)
    : clock_(clock),
      multi_(multi),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      wake_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (epoll_ < 0 || wake_ < 0 || Add(epoll_, wake_, EPOLLIN) != 0) {
    state_ = Fail(ErrorCode::kInternal, "no file descriptors are left");
  }
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, OnSocket);
  curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, OnTimer);
  curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
}

CurlEvents::~CurlEvents() {
  curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, nullptr);
  curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, nullptr);
  if (wake_ >= 0) close(wake_);
  if (epoll_ >= 0) close(epoll_);
}

int CurlEvents::OnSocket(CURL*, curl_socket_t socket, int what, void* self, void*) noexcept {
  const int epoll = static_cast<CurlEvents*>(self)->epoll_;
  if (what == CURL_POLL_REMOVE) {
    epoll_ctl(epoll, EPOLL_CTL_DEL, socket, nullptr);
    return 0;
  }
  std::uint32_t events = 0;
  if ((what & CURL_POLL_IN) != 0) events |= EPOLLIN;
  if ((what & CURL_POLL_OUT) != 0) events |= EPOLLOUT;
  return Add(epoll, socket, events);
}

int CurlEvents::OnTimer(CURLM*, long milliseconds, void* self) noexcept {
  auto& events = *static_cast<CurlEvents*>(self);
  events.timer_ = milliseconds < 0
                      ? SteadyTime::max()
                      : events.clock_.Steady() + std::chrono::milliseconds(milliseconds);
  return 0;
}

void CurlEvents::RunTimer() {
  // What was read may have left more to do at once.
  constexpr int kMostTurns = 100;
  for (int turn = 0; turn < kMostTurns && clock_.Steady() >= timer_; ++turn) {
    timer_ = SteadyTime::max();
    int running = 0;
    curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
  }
}

bool CurlEvents::Wait(SteadyTime until) {
  const Duration time = std::min(until, timer_) - clock_.Steady();
  // Rounded up, or the last millisecond would be spent turning.
  const auto ms =
      time <= Duration(0) ? 0 : std::min(time, kLongestSleep) / std::chrono::milliseconds(1) + 1;
  epoll_event first{};
  const int ready = epoll_wait(epoll_, &first, 1, static_cast<int>(ms));
  return ready > 0 && first.data.fd != wake_;
}

void CurlEvents::RunSockets() {
  std::array<epoll_event, kMostReady> ready{};
  const int count = epoll_wait(epoll_, ready.data(), static_cast<int>(ready.size()), 0);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = ready[static_cast<std::size_t>(i)];
    std::uint64_t times = 0;
    if (event.data.fd == wake_) {
      (void)!read(wake_, &times, sizeof(times));
      continue;
    }
    int running = 0;
    curl_multi_socket_action(multi_, event.data.fd, ActionOf(event.events), &running);
  }
}

void CurlEvents::Wake() {
  const std::uint64_t once = 1;
  (void)!write(wake_, &once, sizeof(once));
}

}  // namespace wa
