#include "incident/uplink.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace wa {

std::optional<UplinkSign> SignOf(std::span<const HostNews> providers) {
  const auto answered = [](const HostNews& news) { return news.has_answered; };
  const auto is_at_our_end = [](const HostNews& news) { return news.is_at_our_end; };
  if (std::any_of(providers.begin(), providers.end(), answered)) return std::nullopt;
  if (std::any_of(providers.begin(), providers.end(), is_at_our_end)) return UplinkSign::kOwnError;
  return providers.size() < 2 ? std::nullopt : std::optional(UplinkSign::kProviders);
}

void Uplink::Configure(bool has_canaries, Hosts providers) {
  has_canaries_ = has_canaries;
  providers_ = std::move(providers);
}

void Uplink::Answered(std::string_view host, SteadyTime at) {
  if (IsDown() && at > down_->started) back_ = Return{at};
  const auto found = answered_.find(host);
  if (found == answered_.end()) {
    answered_.emplace(host, at);
  } else {
    found->second = std::max(found->second, at);
  }
}

void Uplink::CanaryAnswered(std::string_view host, SteadyTime at) {
  Answered(host, at);
  if (back_ && at >= back_->at) back_->is_confirmed = true;
}

void Uplink::CanariesSilent(SteadyTime started) {
  // Others answer, and the canaries still do not: they are no witnesses of what was before.
  if (back_ && !back_->is_confirmed && started >= back_->at) back_.reset();
  Found(UplinkSign::kCanaries, started);
}

void Uplink::Silent(std::string_view host, SteadyTime started, bool is_at_our_end,
                    SteadyTime not_before) {
  Silence& silence = silences_.try_emplace(std::string(host)).first->second;
  if (started >= silence.started) silence = {started, is_at_our_end};
  if (has_canaries_) return;
  std::vector<HostNews> news;
  for (const std::string& provider : providers_) {
    if (const auto one = NewsOf(provider, not_before)) news.push_back(*one);
  }
  if (const auto sign = SignOf(news)) Found(*sign, started);
}

// An answer that came after the silent request was sent shows that the host is there.
std::optional<HostNews> Uplink::NewsOf(std::string_view host, SteadyTime not_before) const {
  const auto answer = answered_.find(host);
  const auto silence = silences_.find(host);
  const bool answered = answer != answered_.end() && answer->second >= not_before;
  const bool silent = silence != silences_.end() && silence->second.started >= not_before;
  if (answered && !(silent && silence->second.started > answer->second)) return HostNews{true};
  if (!silent) return std::nullopt;
  return HostNews{false, silence->second.is_at_our_end};
}

void Uplink::Found(UplinkSign sign, SteadyTime started) {
  if (!down_ || down_->started <= started) down_ = Down{started, sign};
}

bool Uplink::IsDown() const {
  return down_ && std::all_of(answered_.begin(), answered_.end(),
                              [&](const auto& entry) { return entry.second <= down_->started; });
}

UplinkState Uplink::Judge(std::string_view host, SteadyTime started) const {
  // It was lost on our side, as far as anybody can tell.
  if (back_ && started < back_->at) {
    return back_->is_confirmed || !has_canaries_ ? UplinkState::kDown : UplinkState::kUnknown;
  }
  const bool another_answered = std::any_of(
      answered_.begin(), answered_.end(),
      [&](const auto& entry) { return entry.first != host && entry.second >= started; });
  if (another_answered) return UplinkState::kUp;
  return down_ && down_->started >= started ? UplinkState::kDown : UplinkState::kUnknown;
}

bool Uplink::MustAsk(std::string_view host, SteadyTime started) const {
  return has_canaries_ && Judge(host, started) == UplinkState::kUnknown;
}

UplinkState Uplink::Latest(SteadyTime not_before) const {
  std::optional<SteadyTime> answered;
  for (const auto& entry : answered_)
    answered = std::max(entry.second, answered.value_or(entry.second));
  const bool is_down = IsDown();
  const auto newest = is_down ? std::optional(down_->started) : answered;
  if (!newest || *newest < not_before) return UplinkState::kUnknown;
  return is_down ? UplinkState::kDown : UplinkState::kUp;
}

}  // namespace wa
