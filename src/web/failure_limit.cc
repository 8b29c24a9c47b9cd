#include "web/failure_limit.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "web/client_key.h"

namespace wa {

Duration FailureLimit::Wait(const std::string& client, SteadyTime now) const {
  const auto found = clean_at_.find(client);
  if (found == clean_at_.end()) return Duration(0);
  // The next failure must fit into what is allowed at once.
  return std::max(Duration(0), found->second + kEach - now - at_once_ * kEach);
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

Duration SharedFailureLimit::Wait(const std::string& client, const std::string& at) {
  const std::lock_guard lock(mutex_);
  return limit_.Wait(ClientKey(client) + ' ' + at, clock_.Steady());
}

void SharedFailureLimit::Failed(const std::string& client, const std::string& at) {
  const std::lock_guard lock(mutex_);
  limit_.Failed(ClientKey(client) + ' ' + at, clock_.Steady());
}

}  // namespace wa
