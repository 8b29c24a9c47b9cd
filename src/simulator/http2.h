#pragma once

#include <nghttp2/nghttp2.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "simulator/body_source.h"
#include "simulator/request.h"
#include "simulator/wire.h"

namespace wa::simulator {

// HTTP/2 over nghttp2. Up to 100 streams at a time. Faults that HTTP/1 has to take out on the
// connection hit only their stream where the protocol can say so: reset and half are RST_STREAM.
class Http2Session final : public Session {
 public:
  // REQUIRES: both outlive the session. Null if there is no memory.
  static std::unique_ptr<Http2Session> Make(Wire* wire, const Site* site);
  ~Http2Session() override;

  void OnBytes(std::string_view bytes, SteadyTime now) override;
  void OnEnd(SteadyTime now) override;
  void OnTurn(SteadyTime now) override;
  std::optional<SteadyTime> Deadline() const override;

 private:
  struct Stream {
    Request request;
    std::size_t head_bytes = 0;
    std::size_t body_limit = 0;
    AnswerPtr answer;                // once the request is here as far as it is wanted
    std::optional<BodySource> body;  // once the answer has begun
    std::optional<SteadyTime> due;   // to begin, to go on after a pause, or to give up waiting
  };
  friend struct Http2Callbacks;

  Http2Session(Wire* wire, const Site* site) : wire_(wire), site_(site) {}
  bool Start();

  // Called by nghttp2.
  int OnHeader(std::int32_t id, std::string_view name, std::string_view value);
  void OnRequest(std::int32_t id, bool has_body);
  int OnBody(std::int32_t id, std::string_view bytes);
  void OnBodyEnd(std::int32_t id);
  void OnAnswered(std::int32_t id);
  ssize_t ReadBody(std::int32_t id, std::uint8_t* out, std::size_t size, std::uint32_t* flags);

  void Handle(std::int32_t id, Stream* pending);
  void BeginAnswer(std::int32_t id, Stream* stream);
  void SubmitAnswer(std::int32_t id, Stream* stream);
  void Pump();
  void Close();

  Wire* wire_;
  const Site* site_;
  nghttp2_session* session_ = nullptr;
  std::map<std::int32_t, Stream> streams_;
  SteadyTime now_{};  // of the call that is being handled
  bool closed_ = false;
};

}  // namespace wa::simulator
