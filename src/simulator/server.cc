#include "simulator/server.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <utility>

namespace wa::simulator {
namespace {

constexpr int kAcceptsPerTurn = 64;
constexpr Duration kPause = std::chrono::milliseconds(200);

}  // namespace

Server::Server(Listener listener, const Parts& parts)
    : listener_(std::move(listener)), parts_(parts) {}

Server::~Server() {
  parts_.loop->Cancel(pause_);
  parts_.loop->Forget(listener_.fd.get());
  while (!entries_.empty()) Drop(entries_.begin()->first);
}

Result<std::unique_ptr<Server>> Server::Start(Listener listener, const Parts& parts) {
  std::unique_ptr<Server> server(new Server(std::move(listener), parts));
  Server* self = server.get();
  const auto accept = [self](std::uint32_t, SteadyTime now) { self->AcceptAll(now); };
  if (parts.loop->Watch(self->listener_.fd.get(), EPOLLIN, accept)) return server;
  return Fail(ErrorCode::kIo, "cannot watch a listening socket");
}

void Server::AcceptAll(SteadyTime now) {
  for (int i = 0; i < kAcceptsPerTurn; ++i) {
    UniqueFd fd(::accept4(listener_.fd.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (fd) {
      Admit(std::move(fd), now);
      continue;
    }
    const bool exhausted =
        errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
    if (exhausted) PauseAccepting(now);
    return;
  }
}

void Server::Admit(UniqueFd fd, SteadyTime now) {
  if (entries_.size() >= parts_.max_connections) {
    ++parts_.traffic->refused;
    return;
  }
  const int on = 1;
  setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  std::unique_ptr<TlsStream> stream = parts_.tls == nullptr ? nullptr : parts_.tls->NewStream();
  if (parts_.tls != nullptr && !stream) return;
  const int number = fd.get();
  Entry entry;
  entry.connection =
      std::make_unique<Connection>(std::move(fd), std::move(stream), parts_.site, now);
  entry.events = entry.connection->WantedEvents();
  Entry* kept = &(entries_[number] = std::move(entry));
  const auto handler = [this, number](std::uint32_t events, SteadyTime time) {
    Entry* found = &entries_.at(number);
    found->connection->OnEvents(events, time);
    After(number, found);
  };
  if (!parts_.loop->Watch(number, kept->events, handler)) {
    entries_.erase(number);
    return;
  }
  ++parts_.traffic->opened;
  ++parts_.traffic->open;
  After(number, kept);
}

// Out of descriptors: the kernel would report the waiting connection again at once, and for ever.
void Server::PauseAccepting(SteadyTime now) {
  parts_.loop->Change(listener_.fd.get(), 0);
  pause_ = parts_.loop->CallAt(
      now + kPause, [this](SteadyTime) { parts_.loop->Change(listener_.fd.get(), EPOLLIN); });
}

// Drops the connection if it is done, else brings what it waits for up to date.
void Server::After(int fd, Entry* entry) {
  if (entry->connection->done()) return Drop(fd);
  const std::uint32_t events = entry->connection->WantedEvents();
  if (events != entry->events) parts_.loop->Change(fd, events);
  entry->events = events;
  const SteadyTime time = entry->connection->NextTime();
  if (entry->timer != 0 && entry->timer_at == time) return;
  parts_.loop->Cancel(entry->timer);
  entry->timer_at = time;
  entry->timer = parts_.loop->CallAt(time, [this, fd](SteadyTime now) {
    Entry* found = &entries_.at(fd);
    found->timer = 0;
    found->connection->OnTime(now);
    After(fd, found);
  });
}

void Server::Drop(int fd) {
  const auto found = entries_.find(fd);
  if (found->second.connection->tls_failed()) ++parts_.traffic->tls_failures;
  parts_.loop->Cancel(found->second.timer);
  parts_.loop->Forget(fd);
  entries_.erase(found);
  --parts_.traffic->open;
}

}  // namespace wa::simulator
