#include "web/connection_table.h"

#include <sys/socket.h>

#include <algorithm>

namespace wa {

void ConnectionTable::Opened(int fd, SteadyTime now) {
  const std::lock_guard lock(mutex_);
  connections_[fd] = {.deadline = now + limits_.request};
}

// The first request has had its time since the connection was opened.
void ConnectionTable::RequestBegins(int fd, SteadyTime now) {
  const std::lock_guard lock(mutex_);
  const auto found = connections_.find(fd);
  if (found == connections_.end() || !found->second.idle) return;
  found->second = {.deadline = now + limits_.request};
}

void ConnectionTable::ReadingBody(int fd, SteadyTime now) {
  Change(fd, {.deadline = now + limits_.request});
}

void ConnectionTable::Handling(int fd) { Change(fd, {.deadline = std::nullopt, .busy = true}); }

void ConnectionTable::Answering(int fd, SteadyTime now) {
  Change(fd, {.deadline = now + limits_.answer, .busy = true});
}

void ConnectionTable::Answered(int fd, SteadyTime now) {
  Change(fd, {.deadline = now + limits_.idle + limits_.request, .idle = true});
}

void ConnectionTable::Change(int fd, Connection changed) {
  const std::lock_guard lock(mutex_);
  const auto found = connections_.find(fd);
  if (found == connections_.end()) return;
  if (changed.busy && !found->second.busy) ++busy_;
  if (!changed.busy && found->second.busy && --busy_ == 0) quiet_.notify_all();
  found->second = changed;
}

void ConnectionTable::Closed(int fd) {
  const std::lock_guard lock(mutex_);
  const auto found = connections_.find(fd);
  if (found == connections_.end()) return;
  if (found->second.busy && --busy_ == 0) quiet_.notify_all();
  connections_.erase(found);
}

std::optional<SteadyTime> ConnectionTable::CloseLate(SteadyTime now) {
  const std::lock_guard lock(mutex_);
  std::optional<SteadyTime> next;
  for (auto& [fd, connection] : connections_) {
    if (!connection.deadline) continue;
    if (*connection.deadline <= now) {
      if (!connection.idle) ++late_;
      shutdown(fd, SHUT_RDWR);
      connection.deadline.reset();
    } else if (!next || *connection.deadline < *next) {
      next = connection.deadline;
    }
  }
  return next;
}

bool ConnectionTable::WaitUntilQuiet(Duration patience) {
  std::unique_lock lock(mutex_);
  return quiet_.wait_for(lock, patience, [this] { return busy_ == 0; });
}

}  // namespace wa
