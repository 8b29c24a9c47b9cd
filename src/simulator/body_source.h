#pragma once

#include <cstddef>
#include <string_view>

#include "base/clock.h"
#include "simulator/answer.h"

namespace wa::simulator {

// Hands out the body of an answer piece by piece, broken as its fault says. The same for both
// versions of HTTP.
class BodySource {
 public:
  explicit BodySource(AnswerPtr answer);

  struct Piece {
    enum Kind {
      kBytes,  // send `bytes`
      kWait,   // nothing for `wait`, then ask again
      kEnd,    // the body is complete
      kBreak,  // it ends here, incomplete
    } kind;
    std::string_view bytes;  // valid as long as the answer
    Duration wait{0};
    bool is_last = false;  // the body is complete with these bytes
  };
  // REQUIRES: max_bytes > 0.
  Piece Next(std::size_t max_bytes);

 private:
  Piece NextByte();
  Piece NextFiller(std::size_t max_bytes);

  AnswerPtr answer_;
  std::size_t sent_ = 0;
  bool waited_ = false;
};

// The length that is announced for the body; false: none is, because it is made up on the way.
bool AnnouncesLength(const Answer& answer);

// Statuses whose answer has no body (RFC 9110, section 6.4.1).
bool HasBody(const Answer& answer);

}  // namespace wa::simulator
