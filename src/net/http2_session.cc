#include "net/http2_session.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "base/text.h"

namespace wa {
namespace {

// Before the server's settings are here: what RFC 9113 recommends as the least to be allowed.
constexpr std::uint32_t kStreamsAtFirst = 100;
// All answers of a connection share one window; none should wait because another is not read yet.
constexpr std::int32_t kConnectionWindow = 16 << 20;
constexpr std::uint32_t kStreamWindow = 1 << 20;

std::string_view View(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

nghttp2_nv Field(std::string_view name, std::string_view value,
                 std::uint8_t flags = NGHTTP2_NV_FLAG_NONE) {
  const auto bytes = [](std::string_view text) {
    return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));  // nghttp2 copies
  };
  return {bytes(name), bytes(value), name.size(), value.size(), flags};
}

}  // namespace

struct Http2Session::Stream {
  std::unique_ptr<Exchange> exchange;
  int status = 0;
  bool in_head = false;   // else what comes are trailers
  bool is_whole = false;  // the server has said that it was all
};

// What nghttp2 calls; the last argument is the session.
struct Http2Callbacks {
  static Http2Session* Self(void* user) { return static_cast<Http2Session*>(user); }

  static int BeginHeaders(nghttp2_session*, const nghttp2_frame* frame, void* user) {
    Self(user)->OnBeginHead(frame->hd.stream_id);
    return 0;
  }
  static int Header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                    std::size_t name_size, const std::uint8_t* value, std::size_t value_size,
                    std::uint8_t, void* user) {
    Self(user)->OnHeader(frame->hd.stream_id, View(name, name_size), View(value, value_size));
    return 0;
  }
  static int FrameReceived(nghttp2_session*, const nghttp2_frame* frame, void* user) {
    if (frame->hd.type == NGHTTP2_GOAWAY) Self(user)->is_closing_ = true;
    const bool carries = frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA;
    const bool ends = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
    if (carries && ends) Self(user)->OnWhole(frame->hd.stream_id);
    return 0;
  }
  static int DataReceived(nghttp2_session*, std::uint8_t, std::int32_t id,
                          const std::uint8_t* bytes, std::size_t size, void* user) {
    Self(user)->OnBody(id, View(bytes, size));
    return 0;
  }
  static int StreamClosed(nghttp2_session*, std::int32_t id, std::uint32_t error, void* user) {
    Self(user)->OnClose(id, error);
    return 0;
  }
};

std::unique_ptr<Http2Session> Http2Session::Make(std::string user_agent) {
  std::unique_ptr<Http2Session> made(new Http2Session(std::move(user_agent)));
  return made->Begin() ? std::move(made) : nullptr;
}

Http2Session::Http2Session(std::string user_agent) : user_agent_(std::move(user_agent)) {}

Http2Session::~Http2Session() { nghttp2_session_del(session_); }

bool Http2Session::Begin() {
  nghttp2_session_callbacks* callbacks = nullptr;
  if (nghttp2_session_callbacks_new(&callbacks) != 0) return false;
  nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, Http2Callbacks::BeginHeaders);
  nghttp2_session_callbacks_set_on_header_callback(callbacks, Http2Callbacks::Header);
  nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, Http2Callbacks::FrameReceived);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks,
                                                            Http2Callbacks::DataReceived);
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, Http2Callbacks::StreamClosed);
  const int made = nghttp2_session_client_new(&session_, callbacks, this);
  nghttp2_session_callbacks_del(callbacks);
  if (made != 0) return false;
  const std::array<nghttp2_settings_entry, 3> settings{{
      {NGHTTP2_SETTINGS_ENABLE_PUSH, 0},
      {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, kStreamWindow},
      {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, Exchange::kMostHeaderBytes},
  }};
  return nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, settings.data(), settings.size()) ==
             0 &&
         nghttp2_session_set_local_window_size(session_, NGHTTP2_FLAG_NONE, 0, kConnectionWindow) ==
             0;
}

std::size_t Http2Session::Free() const {
  if (is_closing_ || nghttp2_session_check_request_allowed(session_) == 0) return 0;
  std::uint32_t allowed =
      nghttp2_session_get_remote_settings(session_, NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS);
  if (allowed == std::numeric_limits<std::uint32_t>::max()) allowed = kStreamsAtFirst;
  return allowed - std::min<std::size_t>(allowed, streams_.size());
}

void Http2Session::Start(std::unique_ptr<Exchange> exchange, std::string_view authority,
                         std::string_view path) {
  const HttpRequest& request = exchange->request();
  std::vector<nghttp2_nv> fields{Field(":method", "GET"), Field(":scheme", "https"),
                                 Field(":authority", authority), Field(":path", path),
                                 Field("user-agent", user_agent_)};
  std::vector<std::string> names;  // in lower case, as HTTP/2 wants them
  names.reserve(request.headers.size() + 1);
  for (const auto& [name, value] : request.headers) {
    fields.push_back(Field(names.emplace_back(ToLower(name)), value));
  }
  if (!request.secret_header.empty()) {
    // Never indexed: neither we nor anybody on the way keeps it in a table (RFC 7541, 7.1.3).
    fields.push_back(Field(names.emplace_back(ToLower(request.secret_header)),
                           request.secret.Reveal(), NGHTTP2_NV_FLAG_NO_INDEX));
  }
  const std::int32_t id =
      nghttp2_submit_request(session_, nullptr, fields.data(), fields.size(), nullptr, nullptr);
  if (id < 0) {
    ended_.push_back({std::move(exchange), StreamEnd::kUnprocessed, 0, 0});
    return;
  }
  exchange->GoesOut();
  streams_.emplace(id, Stream{std::move(exchange)});
}

bool Http2Session::Receive(std::string_view bytes) {
  const ssize_t taken = nghttp2_session_mem_recv(
      session_, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  return taken == static_cast<ssize_t>(bytes.size());
}

void Http2Session::TakeOutput(std::string* out) {
  const std::uint8_t* bytes = nullptr;
  while (true) {
    const ssize_t size = nghttp2_session_mem_send(session_, &bytes);
    if (size <= 0) return;
    out->append(View(bytes, static_cast<std::size_t>(size)));
  }
}

SteadyTime Http2Session::Expire(SteadyTime now) {
  SteadyTime next = SteadyTime::max();
  std::vector<std::int32_t> late;
  for (const auto& [id, stream] : streams_) {
    const SteadyTime deadline = stream.exchange->Deadline();
    if (deadline <= now) {
      late.push_back(id);
    } else {
      next = std::min(next, deadline);
    }
  }
  for (const std::int32_t id : late) Cancel(id, StreamEnd::kTimeout);
  return next;
}

void Http2Session::Abandon() {
  is_closing_ = true;
  while (!streams_.empty()) End(streams_.begin()->first, StreamEnd::kReset);
}

std::vector<EndedStream> Http2Session::TakeEnded() { return std::exchange(ended_, {}); }

void Http2Session::End(std::int32_t id, StreamEnd end, std::uint32_t error) {
  const auto found = streams_.find(id);
  ended_.push_back({std::move(found->second.exchange), end, found->second.status, error});
  streams_.erase(found);
}

void Http2Session::Cancel(std::int32_t id, StreamEnd end) {
  nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, id, NGHTTP2_CANCEL);
  End(id, end);
}

Http2Session::Stream* Http2Session::Find(std::int32_t id) {
  const auto found = streams_.find(id);
  return found == streams_.end() ? nullptr : &found->second;
}

void Http2Session::OnBeginHead(std::int32_t id) {
  if (Stream* const stream = Find(id)) stream->in_head = false;
}

void Http2Session::OnHeader(std::int32_t id, std::string_view name, std::string_view value) {
  Stream* const stream = Find(id);
  if (stream == nullptr) return;  // given up before
  if (!stream->exchange->CountHeaders(name.size() + value.size())) {
    return Cancel(id, StreamEnd::kTooManyHeaders);
  }
  if (name == ":status") {
    stream->in_head = true;
    stream->exchange->BeginHead();
    int status = 0;
    std::from_chars(value.data(), value.data() + value.size(), status);
    stream->status = status < 200 ? 0 : status;  // one that only informs is none
  } else if (stream->in_head) {
    stream->exchange->AddHeader(name, value);
  }
}

void Http2Session::OnBody(std::int32_t id, std::string_view bytes) {
  Stream* const stream = Find(id);
  if (stream != nullptr && !stream->exchange->AddBody(bytes)) Cancel(id, StreamEnd::kTooLarge);
}

void Http2Session::OnWhole(std::int32_t id) {
  if (Stream* const stream = Find(id)) stream->is_whole = true;
}

void Http2Session::OnClose(std::int32_t id, std::uint32_t error) {
  Stream* const stream = Find(id);
  if (stream == nullptr) return;
  if (error == NGHTTP2_REFUSED_STREAM && stream->status == 0) {
    End(id, StreamEnd::kUnprocessed);
  } else if (stream->is_whole && error == NGHTTP2_NO_ERROR && stream->status != 0) {
    End(id, StreamEnd::kAnswered);
  } else {
    End(id, StreamEnd::kReset, error);
  }
}

}  // namespace wa
