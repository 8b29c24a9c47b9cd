#include "web/body_reader.h"

namespace wa {

bool BodyRoom::Take(std::size_t bytes) {
  if (taken_.fetch_add(bytes) + bytes <= most_) return true;
  taken_ -= bytes;
  return false;
}

BodyReader::BodyReader(std::optional<std::uint64_t> announced, std::size_t limit, BodyRoom& room)
    : limit_(limit), room_(room) {
  if (announced && *announced > limit) fate_ = BodyFate::kTooLarge;
}

bool BodyReader::Add(std::string_view bytes) {
  received_ += bytes.size();
  if (fate_ != BodyFate::kRead) return received_ <= 2 * limit_;
  if (received_ > limit_) {
    Refuse(BodyFate::kTooLarge);
  } else if (!room_.Take(bytes.size())) {
    Refuse(BodyFate::kNoRoom);
  } else {
    taken_ += bytes.size();
    bytes_ += bytes;
  }
  return true;
}

void BodyReader::Refuse(BodyFate fate) {
  fate_ = fate;
  std::string().swap(bytes_);
  GiveBack();
}

void BodyReader::GiveBack() { room_.Give(std::exchange(taken_, 0)); }

}  // namespace wa
