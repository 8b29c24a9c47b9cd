#pragma once

#include <curl/curl.h>

#include <array>

#include "base/clock.h"
#include "base/result.h"

namespace wa {

// What libcurl waits for: its sockets and its timer, in one epoll. So only transfers of a
// connection on which something came are looked at, and not all that are under way. One thread owns
// it; Wake() is thread-safe.
class CurlEvents {
 public:
  // REQUIRES: both outlive it, and it is destroyed after all transfers were removed from `multi`.
  CurlEvents(const Clock& clock, CURLM* multi);
  ~CurlEvents();
  CurlEvents(const CurlEvents&) = delete;
  CurlEvents& operator=(const CurlEvents&) = delete;

  // Why it cannot be used, if so.
  Status state() const { return state_; }

  // Has libcurl do what its timer asks for: start what is new, go on with what was read already.
  void RunTimer();
  // Sleeps until a socket is ready, the timer, Wake() or `until`; true: a socket is ready.
  bool Wait(SteadyTime until);
  // Has libcurl read and write what is ready by now.
  void RunSockets();
  // Ends the current Wait(), or the next one.
  void Wake();

 private:
  static int OnSocket(CURL* easy, curl_socket_t socket, int what, void* self, void* mine) noexcept;
  static int OnTimer(CURLM* multi, long milliseconds, void* self) noexcept;

  const Clock& clock_;
  CURLM* const multi_;
  const int epoll_;
  const int wake_;  // eventfd
  Status state_;
  SteadyTime timer_ = SteadyTime::max();
};

}  // namespace wa
