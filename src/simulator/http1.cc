#include "simulator/http1.h"

#include <array>
#include <cstdio>
#include <utility>

#include "simulator/response_head.h"

namespace wa::simulator {
namespace {

constexpr std::size_t kMaxEarlyBytes = 64u << 10;

std::string ChunkHead(std::size_t size) {
  std::array<char, 24> text{};
  const int length = std::snprintf(text.data(), text.size(), "%zx\r\n", size);
  return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace

Http1Session::Http1Session(Wire* wire, const Site* site) : wire_(wire), site_(site) {}

void Http1Session::OnBytes(std::string_view bytes, SteadyTime now) {
  if (phase_ == Phase::kClosed) return;
  input_.append(bytes);
  Advance(now);
}

// A client may end its side early and still read (RFC 9112, section 9.6); but it will not wait for
// an answer that never comes.
void Http1Session::OnEnd(SteadyTime now) {
  ended_ = true;
  const bool stalled = phase_ == Phase::kAnswer && answer_->fault == Fault::kStall;
  if (phase_ == Phase::kHead || phase_ == Phase::kBody || stalled) {
    Close();
  } else {
    OnTurn(now);
  }
}

void Http1Session::OnTurn(SteadyTime now) {
  const bool reading = phase_ == Phase::kHead || phase_ == Phase::kBody;
  if (reading && request_since_ && now >= *request_since_ + kRequestTimeout) return Refuse(408);
  Advance(now);
}

std::optional<SteadyTime> Http1Session::Deadline() const {
  if (phase_ == Phase::kAnswer) return wait_until_;
  if (phase_ == Phase::kClosed || !request_since_) return std::nullopt;
  return *request_since_ + kRequestTimeout;
}

bool Http1Session::WantsBytes() const {
  return phase_ != Phase::kAnswer || input_.size() < kMaxEarlyBytes;
}

void Http1Session::Advance(SteadyTime now) {
  for (bool moved = true; moved;) {
    switch (phase_) {
      case Phase::kHead:
        moved = ReadHead(now);
        break;
      case Phase::kBody:
        moved = ReadBody(now);
        break;
      case Phase::kAnswer:
        moved = SendAnswer(now);
        break;
      case Phase::kClosed:
        moved = false;
        break;
    }
  }
}

bool Http1Session::ReadHead(SteadyTime now) {
  if (input_.empty()) {
    request_since_.reset();
    if (ended_) Close();
    return false;
  }
  if (!request_since_) request_since_ = now;
  auto parsed = ParseHttp1Head(input_);
  if (!parsed) {
    Refuse(static_cast<int>(parsed.error()));
    return false;
  }
  if (!*parsed) {
    if (ended_) Close();
    return false;
  }
  head_ = std::move(**parsed);
  input_.erase(0, head_.length);
  const std::size_t limit = site_->BodyLimit(head_.request);
  if (!head_.request.has_body || limit == 0) {
    if (head_.request.has_body) head_.keep_alive = false;
    Handle(now);
    return true;
  }
  if (head_.chunked || head_.content_length > limit) {
    Refuse(head_.chunked ? 411 : 413);
    return false;
  }
  if (head_.expects_continue) wire_->Send("HTTP/1.1 100 Continue\r\n\r\n");
  phase_ = Phase::kBody;
  return true;
}

bool Http1Session::ReadBody(SteadyTime now) {
  if (input_.size() < head_.content_length) return false;
  head_.request.body = input_.substr(0, head_.content_length);
  input_.erase(0, head_.content_length);
  Handle(now);
  return true;
}

void Http1Session::Handle(SteadyTime now) {
  request_since_.reset();
  answer_ = site_->handle(head_.request);
  body_.reset();
  wait_until_ = now + answer_->delay;
  phase_ = Phase::kAnswer;
}

bool Http1Session::SendAnswer(SteadyTime now) {
  if (wait_until_ && now < *wait_until_) return false;
  wait_until_.reset();
  if (!body_ && !SendHead()) return false;
  return SendBody(now);
}

// False: there is nothing to send after it.
bool Http1Session::SendHead() {
  switch (answer_->fault) {
    case Fault::kReset:
      phase_ = Phase::kClosed;
      wire_->Reset();
      return false;
    case Fault::kGarbage:
      wire_->Send(answer_->body);
      Close();
      return false;
    case Fault::kClose:
      Close();
      return false;
    case Fault::kStall:
      return false;
    default:
      break;
  }
  wire_->Send(Http1ResponseHead(*answer_, head_.keep_alive));
  body_.emplace(answer_);
  return true;
}

bool Http1Session::SendBody(SteadyTime now) {
  if (head_.request.method == "HEAD" || !HasBody(*answer_)) return Finish();
  const bool chunked = IsChunked(*answer_);
  while (const std::size_t room = wire_->Room()) {
    const BodySource::Piece piece = body_->Next(room);
    switch (piece.kind) {
      case BodySource::Piece::kBytes:
        if (chunked) wire_->Send(ChunkHead(piece.bytes.size()));
        wire_->Send(piece.bytes);
        if (chunked) wire_->Send("\r\n");
        break;
      case BodySource::Piece::kWait:
        wait_until_ = now + piece.wait;
        return false;
      case BodySource::Piece::kEnd:
        if (chunked) wire_->Send("0\r\n\r\n");
        return Finish();
      case BodySource::Piece::kBreak:
        Close();
        return false;
    }
  }
  return false;
}

bool Http1Session::Finish() {
  if (!head_.keep_alive) {
    Close();
    return false;
  }
  answer_.reset();
  phase_ = Phase::kHead;
  return true;
}

void Http1Session::Refuse(int status) {
  if (site_->malformed) site_->malformed();
  Answer answer;
  answer.status = status;
  wire_->Send(Http1ResponseHead(answer, false));
  Close();
}

void Http1Session::Close() {
  phase_ = Phase::kClosed;
  input_.clear();
  wire_->Close();
}

}  // namespace wa::simulator
