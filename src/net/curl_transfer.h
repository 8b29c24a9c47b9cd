#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "net/curl_failure.h"
#include "net/curl_handle.h"
#include "net/curl_transport.h"
#include "net/exchange.h"

namespace wa {

// One request under way by libcurl, which reads from it and writes into it, so it stays where it is
// until it is answered.
class CurlTransfer {
 public:
  // `is_repeated`: it was under way once before. REQUIRES: clock and options outlive it.
  CurlTransfer(const Clock& clock, const CurlTransportOptions& options,
               std::unique_ptr<Exchange> exchange, bool is_repeated);
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  // Writes the request into `easy`, which it keeps. Then it may be started, unless the result says
  // why not.
  [[nodiscard]] Status Prepare(CurlEasy easy);

  CURL* easy() const { return easy_.get(); }
  SteadyTime Deadline() const { return exchange_->Deadline(); }
  Progress progress() const;
  const HttpRequest& request() const { return exchange_->request(); }

  // A kept connection was closed before a word of the answer, by a server that may not have seen
  // the request: it may be asked once more (RFC 9110, section 9.2.2). libcurl does so by itself,
  // but not with HTTP/2.
  bool MayBeAskedAgain(CURLcode code) const;
  // REQUIRES: libcurl is done with it. Only TakeHandle() may follow.
  std::unique_ptr<Exchange> TakeExchange() { return std::move(exchange_); }

  // The answer, or why there is none; `code` is libcurl's word, or ours where it has none.
  Completion Finish(CURLcode code);
  // The same for what could not be started.
  Completion Refuse(const Error& why) const;

  // The handle, with nothing left of this request. REQUIRES: libcurl is done with it.
  CurlEasy TakeHandle();

 private:
  static std::size_t OnHeader(char* data, std::size_t size, std::size_t count, void* self) noexcept;
  static std::size_t OnBody(char* data, std::size_t size, std::size_t count, void* self) noexcept;
  static int OnResolve(void* state, void* reserved, void* self) noexcept;
  static int OnRequest(void* self, char*, char*, int, int) noexcept;
  static int OnSocket(void* self, curl_socket_t socket, curlsocktype purpose) noexcept;

  template <typename T>
  void Set(CURLoption option, T value);
  void SetRequest();
  void SetMethod();
  void SetProtocol();
  void SetTls();
  void SetLimits();
  void SetCallbacks();

  TransportFailure Failure(CURLcode code, SteadyTime ended);
  std::string Detail(CURLcode code, TransportReason reason) const;
  HttpTiming Timing(SteadyTime ended) const;

  const Clock& clock_;
  const CurlTransportOptions& options_;
  std::unique_ptr<Exchange> exchange_;
  const bool is_repeated_;
  CurlList headers_;
  CURLcode set_ = CURLE_OK;  // the first option that was refused
  bool resolver_asked_ = false;
  bool head_is_complete_ = false;
  std::array<char, CURL_ERROR_SIZE> error_{};
  CurlEasy easy_;  // last: it points to the others
};

}  // namespace wa
