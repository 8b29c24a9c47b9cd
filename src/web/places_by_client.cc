#include "web/places_by_client.h"

namespace wa {

bool PlacesByClient::HasRoom(const std::string& client) const {
  if (most_ == 0 || client.empty()) return true;
  const std::lock_guard lock(mutex_);
  const auto found = open_.find(client);
  return found == open_.end() || found->second < most_;
}

void PlacesByClient::Opened(const std::string& client) {
  const std::lock_guard lock(mutex_);
  ++open_[client];
}

void PlacesByClient::Closed(const std::string& client) {
  const std::lock_guard lock(mutex_);
  const auto found = open_.find(client);
  if (found != open_.end() && --found->second == 0) open_.erase(found);
}

}  // namespace wa
