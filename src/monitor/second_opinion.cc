#include "monitor/second_opinion.h"

#include <algorithm>
#include <utility>

namespace wa {
namespace {

SettledSilence Evidence(Silence silence) { return {std::move(silence), true, ""}; }
SettledSilence Nothing(Silence silence, std::string why) {
  return {std::move(silence), false, std::move(why)};
}

}  // namespace

// At least one request is left for the polls.
SecondOpinion::SecondOpinion(const PollingConfig& polling, const Clock& clock, Requests& requests)
    : polling_(polling),
      clock_(clock),
      requests_(requests),
      reserve_(
          std::min(polling.canary_urls.size(), std::max<std::size_t>(requests.Capacity(), 1) - 1)),
      uplink_(!polling.canary_urls.empty()) {}

std::optional<SettledSilence> SecondOpinion::Settle(Silence silence) {
  const TransportFailure& failure = silence.failure;
  if (failure.reason == TransportReason::kLocal) {
    std::string why = "Our own trouble: " + failure.detail;
    return Nothing(std::move(silence), std::move(why));
  }
  if (CameBack(failure)) {
    uplink_.Answered(silence.host, silence.ended);
    return Evidence(std::move(silence));
  }
  const UplinkState uplink = uplink_.Judge(silence.host, silence.started);
  if (uplink == UplinkState::kUp) return Evidence(std::move(silence));
  std::string why = WhyNoAnswer(failure);
  if (uplink == UplinkState::kDown) {
    why += ". No other host answers either: our own network is down.";
    return Nothing(std::move(silence), std::move(why));
  }
  if (uplink_.MustAsk(silence.host, silence.started)) {
    waiting_.push_back(std::move(silence));
    AskCanaries();
    return std::nullopt;
  }
  why +=
      ". No second host is known that could tell whether it is our own network: set "
      "polling.canary_urls.";
  return Nothing(std::move(silence), std::move(why));
}

bool SecondOpinion::Waits(std::size_t account) const {
  return std::any_of(waiting_.begin(), waiting_.end(),
                     [&](const Silence& silence) { return silence.account == account; });
}

void SecondOpinion::AskCanaries() {
  const std::size_t room = std::max<std::size_t>(reserve_, 1);
  if (waiting_.empty() || round_ || requests_.Capacity() < room) return;
  round_ = Round{clock_.Steady(), room, false};
  for (std::size_t i = 0; i < room; ++i) {
    HttpRequest request;
    request.url = polling_.canary_urls[i];
    request.timeout = polling_.timeout;
    std::string host(HostOf(request.url));
    asked_.emplace(requests_.Start(std::move(request)), std::move(host));
  }
}

std::vector<SettledSilence> SecondOpinion::Handle(const Completion& completion) {
  const auto found = asked_.find(completion.id);
  const bool answered = completion.outcome || CameBack(completion.outcome.error());
  if (answered) uplink_.Answered(found->second, completion.ended);
  asked_.erase(found);
  round_->answered = round_->answered || answered;
  if (--round_->waiting > 0) return {};
  if (!round_->answered) uplink_.CanariesSilent(round_->started);
  round_.reset();
  std::vector<SettledSilence> settled;
  // Who fell silent after the round had begun, waits for another one.
  for (Silence& silence : std::exchange(waiting_, {})) {
    if (auto one = Settle(std::move(silence))) settled.push_back(std::move(*one));
  }
  return settled;
}

}  // namespace wa
