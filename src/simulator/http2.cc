#include "simulator/http2.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>
#include <vector>

#include "simulator/response_head.h"

namespace wa::simulator {
namespace {

constexpr std::uint32_t kMaxStreams = 100;
constexpr std::size_t kMaxSentHead = 1u << 20;  // for fault header-flood; nghttp2 stops at 64 KiB

std::string_view View(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

nghttp2_nv Field(const std::string& name, const std::string& value) {
  const auto bytes = [](const std::string& text) {
    return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));  // nghttp2 copies
  };
  return {bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
}

// RFC 9113, section 8.2.2: fields about the connection are HTTP/1's.
bool IsForStreams(const std::string& name) {
  constexpr std::array<std::string_view, 5> kConnectionFields{
      "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"};
  return std::find(kConnectionFields.begin(), kConnectionFields.end(), name) ==
         kConnectionFields.end();
}

}  // namespace

// What nghttp2 calls; the last argument is the session.
struct Http2Callbacks {
  static Http2Session* Self(void* user) { return static_cast<Http2Session*>(user); }

  static int BeginHeaders(nghttp2_session*, const nghttp2_frame* frame, void* user) {
    const bool is_request =
        frame->hd.type == NGHTTP2_HEADERS && frame->headers.cat == NGHTTP2_HCAT_REQUEST;
    if (is_request) Self(user)->streams_.emplace(frame->hd.stream_id, Http2Session::Stream{});
    return 0;
  }

  static int Header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                    std::size_t name_size, const std::uint8_t* value, std::size_t value_size,
                    std::uint8_t, void* user) {
    return Self(user)->OnHeader(frame->hd.stream_id, View(name, name_size),
                                View(value, value_size));
  }

  static int FrameReceived(nghttp2_session*, const nghttp2_frame* frame, void* user) {
    const bool is_request =
        frame->hd.type == NGHTTP2_HEADERS && frame->headers.cat == NGHTTP2_HCAT_REQUEST;
    const bool ends = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
    if (is_request) Self(user)->OnRequest(frame->hd.stream_id, !ends);
    if (!is_request && ends) Self(user)->OnBodyEnd(frame->hd.stream_id);
    return 0;
  }

  static int DataReceived(nghttp2_session*, std::uint8_t, std::int32_t id,
                          const std::uint8_t* bytes, std::size_t size, void* user) {
    return Self(user)->OnBody(id, View(bytes, size));
  }

  static int FrameSent(nghttp2_session*, const nghttp2_frame* frame, void* user) {
    const bool carries = frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA;
    const bool ends = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
    if (carries && ends) Self(user)->OnAnswered(frame->hd.stream_id);
    return 0;
  }

  static int StreamClosed(nghttp2_session*, std::int32_t id, std::uint32_t, void* user) {
    Self(user)->streams_.erase(id);
    return 0;
  }

  static ssize_t ReadBody(nghttp2_session*, std::int32_t id, std::uint8_t* out, std::size_t size,
                          std::uint32_t* flags, nghttp2_data_source*, void* user) {
    return Self(user)->ReadBody(id, out, size, flags);
  }
};

std::unique_ptr<Http2Session> Http2Session::Make(Wire* wire, const Site* site) {
  std::unique_ptr<Http2Session> session(new Http2Session(wire, site));
  return session->Start() ? std::move(session) : nullptr;
}

Http2Session::~Http2Session() { nghttp2_session_del(session_); }

bool Http2Session::Start() {
  nghttp2_session_callbacks* callbacks = nullptr;
  nghttp2_option* options = nullptr;
  if (nghttp2_session_callbacks_new(&callbacks) != 0) return false;
  if (nghttp2_option_new(&options) != 0) {
    nghttp2_session_callbacks_del(callbacks);
    return false;
  }
  nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, Http2Callbacks::BeginHeaders);
  nghttp2_session_callbacks_set_on_header_callback(callbacks, Http2Callbacks::Header);
  nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, Http2Callbacks::FrameReceived);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks,
                                                            Http2Callbacks::DataReceived);
  nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, Http2Callbacks::FrameSent);
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, Http2Callbacks::StreamClosed);
  nghttp2_option_set_max_send_header_block_length(options, kMaxSentHead);
  const int made = nghttp2_session_server_new2(&session_, callbacks, this, options);
  nghttp2_option_del(options);
  nghttp2_session_callbacks_del(callbacks);
  if (made != 0) return false;
  const std::array<nghttp2_settings_entry, 2> settings{{
      {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, kMaxStreams},
      {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, kMaxHeadBytes},
  }};
  return nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, settings.data(), settings.size()) ==
         0;
}

void Http2Session::OnBytes(std::string_view bytes, SteadyTime now) {
  if (closed_) return;
  now_ = now;
  const ssize_t taken = nghttp2_session_mem_recv(
      session_, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  if (taken < 0) {
    if (site_->malformed) site_->malformed();
    return Close();
  }
  Pump();
}

void Http2Session::OnEnd(SteadyTime) { Close(); }

void Http2Session::OnTurn(SteadyTime now) {
  if (closed_) return;
  now_ = now;
  for (auto& [id, stream] : streams_) {
    if (closed_) return;
    if (!stream.due || now < *stream.due) continue;
    stream.due.reset();
    if (!stream.answer) {  // its body does not come
      nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, id, NGHTTP2_CANCEL);
    } else if (stream.body) {
      nghttp2_session_resume_data(session_, id);
    } else {
      BeginAnswer(id, &stream);
    }
  }
  Pump();
}

std::optional<SteadyTime> Http2Session::Deadline() const {
  std::optional<SteadyTime> first;
  for (const auto& [id, stream] : streams_) {
    if (stream.due && (!first || *stream.due < *first)) first = stream.due;
  }
  return first;
}

int Http2Session::OnHeader(std::int32_t id, std::string_view name, std::string_view value) {
  const auto found = streams_.find(id);
  if (found == streams_.end() || found->second.answer) return 0;  // trailers
  Stream& stream = found->second;
  stream.head_bytes += name.size() + value.size();
  const bool too_much =
      stream.head_bytes > kMaxHeadBytes || stream.request.headers.size() == kMaxHeaders;
  if (too_much) {
    if (site_->malformed) site_->malformed();
    return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;  // resets the stream
  }
  if (name == ":method") {
    stream.request.method = std::string(value);
  } else if (name == ":path") {
    stream.request.SetTarget(value);
  } else {
    stream.request.headers.emplace_back(name, value);
  }
  return 0;
}

void Http2Session::OnRequest(std::int32_t id, bool has_body) {
  const auto found = streams_.find(id);
  if (found == streams_.end() || found->second.answer) return;
  Stream& stream = found->second;
  stream.request.has_body = has_body;
  stream.request.protocol = "HTTP/2";
  stream.body_limit = has_body ? site_->BodyLimit(stream.request) : 0;
  stream.due = now_ + kRequestTimeout;
  if (stream.body_limit == 0) Handle(id, &stream);
}

int Http2Session::OnBody(std::int32_t id, std::string_view bytes) {
  const auto found = streams_.find(id);
  if (found == streams_.end() || found->second.answer) return 0;
  Stream& stream = found->second;
  if (stream.request.body.size() + bytes.size() > stream.body_limit) {
    if (site_->malformed) site_->malformed();
    nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, id, NGHTTP2_ENHANCE_YOUR_CALM);
    return 0;
  }
  stream.request.body += bytes;
  return 0;
}

void Http2Session::OnBodyEnd(std::int32_t id) {
  const auto found = streams_.find(id);
  if (found == streams_.end() || found->second.answer) return;
  Handle(id, &found->second);
}

void Http2Session::Handle(std::int32_t id, Stream* pending) {
  Stream& stream = *pending;
  stream.answer = site_->handle(stream.request);
  stream.due = now_ + stream.answer->delay;
  if (stream.answer->delay > Duration(0)) return;
  stream.due.reset();
  BeginAnswer(id, &stream);
}

void Http2Session::BeginAnswer(std::int32_t id, Stream* stream) {
  switch (stream->answer->fault) {
    case Fault::kStall:
      return;
    case Fault::kReset:
      nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, id, NGHTTP2_INTERNAL_ERROR);
      return;
    case Fault::kGarbage:
      wire_->Send(stream->answer->body);
      return Close();
    case Fault::kClose:
      return Close();
    default:
      return SubmitAnswer(id, stream);
  }
}

void Http2Session::SubmitAnswer(std::int32_t id, Stream* stream) {
  const Answer& answer = *stream->answer;
  HeaderFields headers{{":status", std::to_string(answer.status)}};
  for (auto& field : ResponseFields(answer)) {
    if (IsForStreams(field.first)) headers.push_back(std::move(field));
  }
  std::vector<nghttp2_nv> fields;
  for (const auto& [name, value] : headers) fields.push_back(Field(name, value));
  stream->body.emplace(stream->answer);
  nghttp2_data_provider provider{};
  provider.read_callback = Http2Callbacks::ReadBody;
  const bool has_body = HasBody(answer) && stream->request.method != "HEAD";
  nghttp2_submit_response(session_, id, fields.data(), fields.size(),
                          has_body ? &provider : nullptr);
}

ssize_t Http2Session::ReadBody(std::int32_t id, std::uint8_t* out, std::size_t size,
                               std::uint32_t* flags) {
  const auto found = streams_.find(id);
  if (found == streams_.end() || !found->second.body) return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
  const BodySource::Piece piece = found->second.body->Next(size);
  switch (piece.kind) {
    case BodySource::Piece::kBytes:
      std::memcpy(out, piece.bytes.data(), piece.bytes.size());
      // In the same frame, as most servers do: a client that has the whole body resets a stream
      // that goes on, and nghttp2 ends the connection of whoever resets many.
      if (piece.is_last) *flags |= NGHTTP2_DATA_FLAG_EOF;
      return static_cast<ssize_t>(piece.bytes.size());
    case BodySource::Piece::kWait:
      found->second.due = now_ + piece.wait;
      return NGHTTP2_ERR_DEFERRED;
    case BodySource::Piece::kEnd:
      *flags |= NGHTTP2_DATA_FLAG_EOF;
      return 0;
    case BodySource::Piece::kBreak:
      break;
  }
  return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;  // RST_STREAM with INTERNAL_ERROR
}

// The answer is out; a body that is still coming in is not wanted (RFC 9113, section 8.1).
void Http2Session::OnAnswered(std::int32_t id) {
  if (nghttp2_session_get_stream_remote_close(session_, id) != 0) return;
  nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, id, NGHTTP2_NO_ERROR);
}

void Http2Session::Pump() {
  while (!closed_ && wire_->Room() > 0) {
    const std::uint8_t* bytes = nullptr;
    const ssize_t size = nghttp2_session_mem_send(session_, &bytes);
    if (size < 0) return Close();
    if (size == 0) break;
    wire_->Send(View(bytes, static_cast<std::size_t>(size)));
  }
  const bool done =
      nghttp2_session_want_read(session_) == 0 && nghttp2_session_want_write(session_) == 0;
  if (done) Close();
}

void Http2Session::Close() {
  if (closed_) return;
  closed_ = true;
  wire_->Close();
}

}  // namespace wa::simulator
