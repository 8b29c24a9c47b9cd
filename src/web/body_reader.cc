#include "web/body_reader.h"

namespace wa {

bool BodyRoom::Take(const std::string& client, std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  const auto found = taken_by_.find(client);
  const std::size_t by_client = (found == taken_by_.end() ? 0 : found->second) + bytes;
  if (taken_ + bytes > most_ || (!client.empty() && by_client > most_of_one_)) return false;
  taken_ += bytes;
  if (by_client > 0) taken_by_[client] = by_client;
  return true;
}

void BodyRoom::Give(const std::string& client, std::size_t bytes) {
  if (bytes == 0) return;
  const std::lock_guard lock(mutex_);
  taken_ -= bytes;
  const auto found = taken_by_.find(client);
  if ((found->second -= bytes) == 0) taken_by_.erase(found);
}

BodyReader::BodyReader(std::optional<std::uint64_t> announced, std::size_t limit, BodyRoom& room,
                       std::string client)
    : limit_(limit), room_(room), client_(std::move(client)) {
  if (announced && *announced > limit) fate_ = BodyFate::kTooLarge;
}

bool BodyReader::Add(std::string_view bytes) {
  received_ += bytes.size();
  if (fate_ != BodyFate::kRead) return received_ <= 2 * limit_;
  if (received_ > limit_) {
    Refuse(BodyFate::kTooLarge);
  } else if (!room_.Take(client_, bytes.size())) {
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

void BodyReader::GiveBack() { room_.Give(client_, std::exchange(taken_, 0)); }

}  // namespace wa
