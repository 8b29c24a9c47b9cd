#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "net/transport.h"

namespace wa {

struct CurlTransportOptions {
  std::size_t max_in_flight = 100;  // also bounded by the process's file descriptors
  // Over HTTP/1.1 a request has a connection to itself. If they are fewer than max_in_flight,
  // requests wait for one, on their own time. 0: as many as max_in_flight.
  std::size_t max_connections_per_host = 0;
  std::string user_agent = "waba_exporter";
  // For the name, TCP and TLS. Also how long a connection may go without any acknowledgement.
  Duration connect_timeout = std::chrono::seconds(5);
};

// The network, by libcurl: one multi handle, HTTP/2 where it is offered, connections kept and
// shared. Where many requests are under way, hosts that speak HTTP/2 get connections of our own
// (Http2Pool), on which a request costs a fraction. TLS 1.2 or newer, verified; no redirect is
// followed, no proxy or cookie used, nothing but http and https spoken. An answer is cut off at its
// request's max_body_bytes and at 64 KiB of headers. One thread owns it; Wake() is thread-safe.
class CurlTransport final : public Transport {
 public:
  // Of each request under way: two sockets while IPv6 and IPv4 race, or those of the resolver.
  static constexpr std::size_t kDescriptorsPerRequest = 4;

  // REQUIRES: `clock` outlives it.
  static Result<std::unique_ptr<CurlTransport>> Make(const Clock& clock,
                                                     CurlTransportOptions options);
  ~CurlTransport() override;  // what is under way is given up

  std::size_t Capacity() const override;
  void Start(TransferId id, HttpRequest request) override;
  std::vector<Completion> Wait(SteadyTime until) override;
  void Wake() override;

 private:
  class Impl;
  explicit CurlTransport(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace wa
