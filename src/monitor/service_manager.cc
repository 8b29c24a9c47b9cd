#include "monitor/service_manager.h"

#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include "base/text.h"

namespace wa {
namespace {

constexpr int kFirstSocket = 3;  // of those that are handed over
constexpr std::uint64_t kMostSockets = 64;

// The variable's value, which is then gone.
std::string Take(const char* name) {
  const char* value = std::getenv(name);
  std::string taken = value == nullptr ? "" : value;
  ::unsetenv(name);
  return taken;
}

std::optional<std::uint64_t> TakeNumber(const char* name) {
  const std::string text = Take(name);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return {};
  return number;
}

bool IsThisProcess(std::optional<std::uint64_t> pid) {
  return pid == static_cast<std::uint64_t>(::getpid());
}

std::vector<UniqueFd> TakeHandedOver() {
  const bool is_for_us = IsThisProcess(TakeNumber("LISTEN_PID"));
  const auto count = TakeNumber("LISTEN_FDS");
  ::unsetenv("LISTEN_FDNAMES");
  std::vector<UniqueFd> sockets;
  if (!is_for_us || !count || *count > kMostSockets) return sockets;
  for (int fd = kFirstSocket; fd < kFirstSocket + static_cast<int>(*count); ++fd) {
    if (::fcntl(fd, F_SETFD, FD_CLOEXEC) == 0) sockets.emplace_back(fd);
  }
  return sockets;
}

// WATCHDOG_PID is missing where there is one process only.
std::optional<Duration> TakeWatchdog() {
  const bool names_somebody = std::getenv("WATCHDOG_PID") != nullptr;
  const bool is_for_us = IsThisProcess(TakeNumber("WATCHDOG_PID")) || !names_somebody;
  const auto time = TakeNumber("WATCHDOG_USEC");
  constexpr std::uint64_t kLongest = 86'400'000'000;  // a day
  if (!is_for_us || !time || *time == 0 || *time > kLongest) return {};
  return std::chrono::microseconds(*time);
}

std::string MonotonicMicroseconds() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::to_string(now.tv_sec * 1'000'000 + now.tv_nsec / 1'000);
}

}  // namespace

ServiceManager ServiceManager::FromEnvironment() {
  ServiceManager manager;
  manager.sockets_ = TakeHandedOver();
  manager.watchdog_ = TakeWatchdog();
  std::string address = Take("NOTIFY_SOCKET");
  if (address.empty() || address.size() >= sizeof(sockaddr_un::sun_path)) return manager;
  if (address.front() == '@') address.front() = '\0';
  manager.address_ = std::move(address);
  // Opened once: it must work when no descriptors are left, too.
  manager.socket_ = UniqueFd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  return manager;
}

void ServiceManager::Ready(std::string_view status) const {
  Say("READY=1\nSTATUS=" + Sanitise(status, 512), 0);
}

void ServiceManager::Status(std::string_view status) const {
  Say("STATUS=" + Sanitise(status, 512), 0);
}

void ServiceManager::Reloading() const {
  Say("RELOADING=1\nMONOTONIC_USEC=" + MonotonicMicroseconds(), 0);
}

void ServiceManager::Stopping() const { Say("STOPPING=1\nSTATUS=stopping", 0); }

bool ServiceManager::Alive() const { return Say("WATCHDOG=1", MSG_DONTWAIT); }

bool ServiceManager::Say(const std::string& text, int flags) const {
  if (address_.empty() || !socket_) return true;
  sockaddr_un target{};
  target.sun_family = AF_UNIX;
  ::memcpy(target.sun_path, address_.data(), address_.size());
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address_.size());
  return ::sendto(socket_.get(), text.data(), text.size(), flags | MSG_NOSIGNAL,
                  reinterpret_cast<const sockaddr*>(&target), size) >= 0;
}

void Watchdog::Turned(SteadyTime now) {
  if (!manager_.watchdog()) return;
  if (told_ && now - *told_ < *manager_.watchdog() / 3) return;
  if (manager_.Alive()) told_ = now;
}

}  // namespace wa
