#include "simulator/body_source.h"

#include <algorithm>
#include <string>
#include <utility>

namespace wa::simulator {
namespace {

// White space, which a reader of JSON would go on reading for ever.
const std::string& Filler() {
  static const std::string filler(16u << 10, ' ');
  return filler;
}

}  // namespace

BodySource::BodySource(AnswerPtr answer) : answer_(std::move(answer)) {}

BodySource::Piece BodySource::Next(std::size_t max_bytes) {
  if (answer_->fault == Fault::kDrip) return NextByte();
  if (answer_->fault == Fault::kOversize) return NextFiller(max_bytes);
  const bool half = answer_->fault == Fault::kHalf;
  const std::size_t end = half ? answer_->body.size() / 2 : answer_->body.size();
  if (sent_ == end) return {half ? Piece::kBreak : Piece::kEnd, {}, {}};
  const std::string_view bytes =
      std::string_view(answer_->body).substr(sent_, std::min(max_bytes, end - sent_));
  sent_ += bytes.size();
  return {Piece::kBytes, bytes, {}, !half && sent_ == end};
}

BodySource::Piece BodySource::NextByte() {
  if (sent_ == answer_->body.size()) return {Piece::kEnd, {}, {}};
  if (sent_ > 0 && !waited_) {
    waited_ = true;
    return {Piece::kWait, {}, answer_->interval};
  }
  waited_ = false;
  return {Piece::kBytes, std::string_view(answer_->body).substr(sent_++, 1), {}};
}

BodySource::Piece BodySource::NextFiller(std::size_t max_bytes) {
  if (sent_ == answer_->size) return {Piece::kEnd, {}, {}};
  const std::string_view bytes = std::string_view(Filler()).substr(
      0, std::min({max_bytes, Filler().size(), answer_->size - sent_}));
  sent_ += bytes.size();
  return {Piece::kBytes, bytes, {}};
}

bool AnnouncesLength(const Answer& answer) { return answer.fault != Fault::kOversize; }

bool HasBody(const Answer& answer) { return answer.status != 204 && answer.status != 304; }

}  // namespace wa::simulator
