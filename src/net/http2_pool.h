#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "net/exchange.h"
#include "net/http2_session.h"

namespace wa {

// Connections of HTTP/2 of our own to the hosts that are asked much, beside those of libcurl, which
// takes several times as long for a request. It does nothing but carry: the pool connects only to
// the address from which libcurl has just had an answer, and whatever goes wrong before a request
// is on its way leaves the request to libcurl, which then says what is wrong.
class Http2Pool {
 public:
  // `patience`: see Http2Connection. REQUIRES: `clock` outlives it.
  Http2Pool(const Clock& clock, std::string user_agent, Duration patience);
  ~Http2Pool();

  // `remote` has answered this by HTTP/2: from now on, for an hour, that host may have connections.
  void Learn(const HttpRequest& request, std::string_view remote);

  enum class Offer {
    kTaken,
    kWait,  // a connection is on its way; ask again after Turn()
    kNo,    // it is libcurl's
  };
  // Takes the exchange, if a connection has room for it; else it stays where it is.
  [[nodiscard]] Offer Take(std::unique_ptr<Exchange>* exchange);

  // Reads and writes what there is. What has ended is appended: to `done`, or to `again` what the
  // server did not look at, or what it closed the connection on before a word of an answer.
  void Turn(std::vector<Completion>* done, std::vector<std::unique_ptr<Exchange>>* again);

  std::size_t open() const;                                 // requests under way
  void AppendSockets(std::vector<curl_waitfd>* out) const;  // what to wait for
  SteadyTime Deadline() const;                              // and until when

 private:
  struct Host;
  Host* Find(std::string_view authority, std::string_view ca_file);
  void Widen(Host* host, SteadyTime now);
  void Prune(SteadyTime now);

  const Clock& clock_;
  const std::string user_agent_;
  const Duration patience_;
  std::vector<std::unique_ptr<Host>> hosts_;
};

}  // namespace wa
