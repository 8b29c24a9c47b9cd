#include "monitor/second_opinion.h"

#include <algorithm>
#include <utility>

namespace wa {
namespace {

SettledSilence Evidence(Silence silence) { return {std::move(silence), true, ""}; }
SettledSilence Nothing(Silence silence, std::string why) {
  return {std::move(silence), false, std::move(why)};
}

std::string Describe(UplinkSign sign, const Silence& silence) {
  switch (sign) {
    case UplinkSign::kCanaries:
      return "No provider and none of the canaries answers.";
    case UplinkSign::kProviders:
      return "No provider answers, although there are several.";
    case UplinkSign::kOwnError:
      break;
  }
  return "Requests do not leave our own network: " + silence.failure.detail + ".";
}

wa::Uplink::Hosts HostsOfProviders(const Config& config) {
  wa::Uplink::Hosts hosts;
  for (const ProviderSettings& provider : config.providers) {
    const bool is_polled =
        std::any_of(config.accounts.begin(), config.accounts.end(), [&](const auto& account) {
          return account->CanBePolled() && account->provider == provider.name;
        });
    if (is_polled) hosts.emplace(HostOf(provider.base_url));
  }
  return hosts;
}

}  // namespace

// At least one request is left for the polls.
std::vector<SettledSilence> SecondOpinion::Adopt(const Config& config) {
  const PollingConfig& polling = config.polling;
  polling_ = polling;
  reserve_ =
      std::min(polling.canary_urls.size(), std::max<std::size_t>(requests_.Capacity(), 1) - 1);
  uplink_.Configure(!polling.canary_urls.empty(), HostsOfProviders(config));
  if (!polling.canary_urls.empty()) return {};
  return SettleWaiting();
}

// Who fell silent after a round had begun, waits for another one.
std::vector<SettledSilence> SecondOpinion::SettleWaiting() {
  std::vector<SettledSilence> settled;
  for (Silence& silence : std::exchange(waiting_, {})) {
    if (auto one = Settle(std::move(silence))) settled.push_back(std::move(*one));
  }
  return settled;
}

UplinkState SecondOpinion::Judge(const Silence& silence) {
  uplink_.Silent(silence.host, silence.started, IsAtOurEnd(silence.failure), Lately(silence.ended));
  const UplinkState uplink = uplink_.Judge(silence.host, silence.started);
  if (uplink == UplinkState::kDown) why_down_ = Describe(uplink_.Sign(), silence);
  return uplink;
}

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
  const UplinkState uplink = Judge(silence);
  if (uplink == UplinkState::kUp) return Evidence(std::move(silence));
  std::string why = WhyNoAnswer(failure);
  if (uplink == UplinkState::kDown) {
    const bool is_back = uplink_.Latest(Lately(silence.ended)) == UplinkState::kUp;
    why += is_back ? ". Our own network was down when it was asked: " + why_down_
                   : ". Our own network is down: " + why_down_;
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

bool SecondOpinion::Waits(std::size_t slot) const {
  return std::any_of(waiting_.begin(), waiting_.end(), [&](const Silence& silence) {
    return std::find(silence.slots.begin(), silence.slots.end(), slot) != silence.slots.end();
  });
}

void SecondOpinion::AskCanaries() {
  const std::size_t room =
      std::min(std::max<std::size_t>(reserve_, 1), polling_.canary_urls.size());
  if (waiting_.empty() || round_ || room == 0 || requests_.Capacity() < room) return;
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
  if (answered) uplink_.CanaryAnswered(found->second, completion.ended);
  asked_.erase(found);
  round_->answered = round_->answered || answered;
  if (--round_->waiting > 0) return {};
  if (!round_->answered) uplink_.CanariesSilent(round_->started);
  round_.reset();
  return SettleWaiting();
}

}  // namespace wa
