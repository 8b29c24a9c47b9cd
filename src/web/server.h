#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "web/http_types.h"

namespace wa {

// What the server ended by itself.
struct WebRefusals {
  std::atomic<std::uint64_t> connections{0};  // too many at once, of one client or in all
  std::atomic<std::uint64_t> requests{0};     // a head that is too long or malformed
  std::atomic<std::uint64_t> late{0};         // too slow with a head, a body, in taking an answer
};

struct WebServerOptions {
  // "HOST:PORT", IPv6 as "[::1]:10360" (IPv6 only: list the IPv4 address as well to have both).
  // Port 0 takes a free one.
  std::vector<std::string> listen;
  // GnuTLS' priorities (TlsPriorities()); null: no TLS. REQUIRES with TLS: ShowCredentials() before
  // Start().
  const char* tls_priorities = nullptr;
  // Threads for each listen address. Clients that wait cost no thread.
  unsigned threads = 2;
  // Connections at once, for each listen address; more wait in the kernel's queue.
  unsigned connections = 512;
  // Of one client, over all addresses: one IPv4 address, or half of an IPv6 one; more are closed at
  // once. 0: no limit. Behind a proxy all come from one, and a provider delivers over many.
  unsigned connections_per_client = 256;
  // Bytes for the head of a request; longer ones are answered with 431.
  std::size_t connection_memory = 32 * 1024;
  // Whether such a request takes a body; unset: none does, and none is read.
  std::function<bool(std::string_view method, std::string_view target)> takes_body = nullptr;
  // Bytes of one body; longer ones are answered with 413. Meta's webhooks have up to 3 MB.
  std::size_t max_body = 4 << 20;
  // Bytes of all bodies that are being read; one client, as above, may have a quarter, and one body
  // in any case. Who finds no room is answered with 503.
  std::size_t max_bodies = 64 << 20;
  // From connecting until the head of the request is complete, and again for its body. Absolute:
  // dripping bytes do not extend it.
  Duration request_deadline = std::chrono::seconds(10);
  // Between two requests of a connection; longer than usual scrape intervals, so that scrapers keep
  // theirs.
  Duration idle = std::chrono::seconds(75);
  // For taking an answer, from its first byte to its last.
  Duration answer_deadline = std::chrono::seconds(60);
  // Where refusals are counted. Never null.
  std::shared_ptr<WebRefusals> refusals = std::make_shared<WebRefusals>();
  // How long Stop() waits for answers that are being sent.
  Duration drain = std::chrono::seconds(2);
};

// Our HTTP server: HTTP/1.1 with keep-alive, bodies where they are wanted, bounded in connections,
// memory and time. The only place that knows libmicrohttpd.
class WebServer {
 public:
  // Called on a server thread; must not block. `respond` may be called later: a connection that
  // waits for its answer holds no thread, so a scrape never waits for a probe.
  using Handler = std::function<void(Request, Respond)>;

  // Listens when it returns, on options.listen and on `sockets`, which somebody else opened. The
  // error says which address and what to do about it.
  static Result<std::unique_ptr<WebServer>> Start(WebServerOptions options, Handler handler,
                                                  std::vector<UniqueFd> sockets = {});

  ~WebServer();  // Stop()
  WebServer(const WebServer&) = delete;
  WebServer& operator=(const WebServer&) = delete;

  // In the order of options.listen, and then of the sockets (0: of the unix family).
  std::vector<std::uint16_t> ports() const;

  // Accepts nothing more, answers 503 to what still waits for an answer, lets the rest finish for
  // options.drain, closes. Idempotent; not for a server thread. A `respond` that comes afterwards
  // is harmless.
  void Stop();

 private:
  class Impl;
  explicit WebServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace wa
