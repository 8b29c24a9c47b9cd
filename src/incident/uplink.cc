#include "incident/uplink.h"

#include <algorithm>

namespace wa {

void Uplink::Answered(std::string_view host, SteadyTime at) {
  const auto found = answered_.find(host);
  if (found == answered_.end()) {
    answered_.emplace(host, at);
  } else {
    found->second = std::max(found->second, at);
  }
}

void Uplink::CanariesSilent(SteadyTime started) {
  silent_ = std::max(started, silent_.value_or(started));
}

UplinkState Uplink::Judge(std::string_view host, SteadyTime started) const {
  const bool another_answered = std::any_of(
      answered_.begin(), answered_.end(),
      [&](const auto& entry) { return entry.first != host && entry.second >= started; });
  if (another_answered) return UplinkState::kUp;
  return silent_ && *silent_ >= started ? UplinkState::kDown : UplinkState::kUnknown;
}

bool Uplink::MustAsk(std::string_view host, SteadyTime started) const {
  return has_canaries_ && Judge(host, started) == UplinkState::kUnknown;
}

UplinkState Uplink::Latest(SteadyTime not_before) const {
  std::optional<SteadyTime> answered;
  for (const auto& entry : answered_)
    answered = std::max(entry.second, answered.value_or(entry.second));
  const bool is_down = silent_ && (!answered || *answered <= *silent_);
  const auto newest = is_down ? silent_ : answered;
  if (!newest || *newest < not_before) return UplinkState::kUnknown;
  return is_down ? UplinkState::kDown : UplinkState::kUp;
}

}  // namespace wa
