#include "web/failure_limit.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace wa {

Duration FailureLimit::Wait(const std::string& client, SteadyTime now) const {
  const auto found = clean_at_.find(client);
  if (found == clean_at_.end()) return Duration(0);
  // The next failure must fit into what is allowed at once.
  return std::max(Duration(0), found->second + kEach - now - kAtOnce * kEach);
}

void FailureLimit::Failed(const std::string& client, SteadyTime now) {
  SteadyTime& clean_at = clean_at_.try_emplace(client, now).first->second;
  clean_at = std::max(clean_at, now) + kEach;
  if (clean_at_.size() > kMostClients) Forget(now);
}

// Half of them at once, so that it need not be done again soon.
void FailureLimit::Forget(SteadyTime now) {
  std::vector<SteadyTime> ends;
  for (const auto& [client, clean_at] : clean_at_) ends.push_back(clean_at);
  const auto middle = ends.begin() + static_cast<std::ptrdiff_t>(ends.size() / 2);
  std::nth_element(ends.begin(), middle, ends.end());
  const SteadyTime first_kept = std::max(now, *middle) + Duration(1);
  std::erase_if(clean_at_, [&](const auto& entry) { return entry.second < first_kept; });
}

Duration SharedFailureLimit::Wait(const std::string& client) {
  const std::lock_guard lock(mutex_);
  return limit_.Wait(ClientKey(client), clock_.Steady());
}

void SharedFailureLimit::Failed(const std::string& client) {
  const std::lock_guard lock(mutex_);
  limit_.Failed(ClientKey(client), clock_.Steady());
}

std::string ClientKey(const std::string& address) {
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return address;
  constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (std::equal(kMapped.begin(), kMapped.end(), bytes.begin())) {
    std::array<char, INET_ADDRSTRLEN> text{};
    inet_ntop(AF_INET, bytes.data() + kMapped.size(), text.data(), text.size());
    return text.data();
  }
  std::fill(bytes.begin() + 8, bytes.end(), 0);
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
  return text.data();
}

}  // namespace wa
