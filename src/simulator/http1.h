#pragma once

#include <memory>
#include <optional>
#include <string>

#include "simulator/body_source.h"
#include "simulator/http1_parser.h"
#include "simulator/request.h"
#include "simulator/wire.h"

namespace wa::simulator {

// HTTP/1.1 with keep-alive; requests that come early wait their turn. A request with a body is the
// last of its connection where the site drops bodies.
class Http1Session final : public Session {
 public:
  // REQUIRES: both outlive the session.
  Http1Session(Wire* wire, const Site* site);

  void OnBytes(std::string_view bytes, SteadyTime now) override;
  void OnEnd(SteadyTime now) override;
  void OnTurn(SteadyTime now) override;
  std::optional<SteadyTime> Deadline() const override;
  bool WantsBytes() const override;

 private:
  enum class Phase { kHead, kBody, kAnswer, kClosed };

  // Each does what can be done now in its phase; true: it moved on to another phase.
  bool ReadHead(SteadyTime now);
  bool ReadBody(SteadyTime now);
  bool SendAnswer(SteadyTime now);

  void Advance(SteadyTime now);
  void Handle(SteadyTime now);
  void Refuse(int status);
  void Close();
  bool SendHead();
  bool SendBody(SteadyTime now);
  bool Finish();

  Wire* wire_;
  const Site* site_;
  Phase phase_ = Phase::kHead;
  std::string input_;
  std::optional<SteadyTime> request_since_;  // the first byte of the request
  bool ended_ = false;                       // the client will send no more
  // Of the request that is being answered.
  Http1Head head_;
  AnswerPtr answer_;
  std::optional<BodySource> body_;  // once the head has gone out
  std::optional<SteadyTime> wait_until_;
};

}  // namespace wa::simulator
