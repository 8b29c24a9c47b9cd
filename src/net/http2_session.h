#pragma once

#include <nghttp2/nghttp2.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "net/exchange.h"

namespace wa {

// How the stream of a request ended.
enum class StreamEnd {
  kAnswered,     // whole
  kReset,        // broken off, by the server or with the connection
  kUnprocessed,  // the server says that it did not look at it: it may be asked again
  kTooLarge,     // longer than the request wants
  kTooManyHeaders,
  kTimeout,
};

struct EndedStream {
  std::unique_ptr<Exchange> exchange;
  StreamEnd end = StreamEnd::kReset;
  int status = 0;           // 0: none has come
  std::uint32_t error = 0;  // RFC 9113, section 7, if kReset
};

// The client's end of one HTTP/2 connection, by nghttp2: bytes in, bytes out. It knows no socket.
class Http2Session {
 public:
  // Null if there is no memory.
  static std::unique_ptr<Http2Session> Make(std::string user_agent);
  ~Http2Session();
  Http2Session(const Http2Session&) = delete;
  Http2Session& operator=(const Http2Session&) = delete;

  // How many more requests the server takes now; 0 for ever once it has said GOAWAY.
  std::size_t Free() const;
  std::size_t open() const { return streams_.size(); }

  // REQUIRES: Free() > 0; `path` is that of the exchange's request, with its query.
  void Start(std::unique_ptr<Exchange> exchange, std::string_view authority, std::string_view path);

  // False: this is no HTTP/2. Nothing more may be given.
  [[nodiscard]] bool Receive(std::string_view bytes);
  // Appends what has to go out.
  void TakeOutput(std::string* out);
  // The connection has no more use.
  bool is_over() const {
    return nghttp2_session_want_read(session_) == 0 && nghttp2_session_want_write(session_) == 0;
  }

  // Ends what should have been answered by now; returns the next moment at which to ask again.
  SteadyTime Expire(SteadyTime now);
  // The connection is gone: ends all.
  void Abandon();

  std::vector<EndedStream> TakeEnded();

 private:
  struct Stream;
  friend struct Http2Callbacks;

  explicit Http2Session(std::string user_agent);
  bool Begin();
  Stream* Find(std::int32_t id);
  void End(std::int32_t id, StreamEnd end, std::uint32_t error = 0);
  void Cancel(std::int32_t id, StreamEnd end);

  // Called by nghttp2.
  void OnBeginHead(std::int32_t id);
  void OnHeader(std::int32_t id, std::string_view name, std::string_view value);
  void OnBody(std::int32_t id, std::string_view bytes);
  void OnWhole(std::int32_t id);
  void OnClose(std::int32_t id, std::uint32_t error);

  const std::string user_agent_;
  nghttp2_session* session_ = nullptr;
  std::unordered_map<std::int32_t, Stream> streams_;
  std::vector<EndedStream> ended_;
  bool is_closing_ = false;  // GOAWAY has come
};

}  // namespace wa
