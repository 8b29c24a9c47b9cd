#include "life/provider.h"

#include <algorithm>
#include <utility>

#include "life/dice.h"
#include "support/fake_transport.h"
#include "support/story.h"

namespace wa::life {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Most answers come at once, some late.
Duration Latency(Dice& dice) {
  return milliseconds(dice.Happens(0.95) ? dice.Between(40, 300) : dice.Between(300, 4000));
}

test::FakeTransport::Reply Restarting(std::uint64_t seed, SteadyTime now) {
  // It is the one, and then the other, for minutes.
  const auto minute = std::chrono::floor<std::chrono::minutes>(now);
  Dice dice(seed, "restart", std::chrono::time_point_cast<Duration>(minute));
  return dice.Happens(0.5) ? test::Http500() : test::Http502();
}

test::FakeTransport::Reply NoAnswer(Dice& dice, Duration timeout) {
  const auto reason = dice.Pick<TransportReason>(
      {TransportReason::kTimeout, TransportReason::kConnect, TransportReason::kReset});
  test::FakeTransport::Reply reply = test::Silent(reason);
  reply.after = reason == TransportReason::kTimeout ? timeout : Latency(dice);
  return reply;
}

test::FakeTransport::Reply Good(const HttpRequest& request) {
  if (request.url.find("/v1/configs/webhook") == std::string::npos) return test::Healthy();
  return test::Http(200, R"({"url":"https://mine.test/webhook"})");
}

}  // namespace

std::optional<std::size_t> Provider::MemberOf(const HttpRequest& request) const {
  for (std::size_t i = 0; i < life_.members.size(); ++i) {
    const std::string& name = life_.members[i].name;
    const std::string_view key = request.secret.Reveal();
    if (key.size() > name.size() && key.ends_with(name) &&
        key[key.size() - name.size() - 1] == '-') {
      return i;
    }
  }
  return std::nullopt;
}

Completion Provider::Answer(TransferId id, const HttpRequest& request,
                            std::optional<std::size_t> member) {
  const SteadyTime now = clock_.Steady();
  const std::string who = member ? life_.members[*member].name : std::string("canary");
  Dice dice(life_.seed, who, now);
  const State state = StateAt(member ? truth_.Of(*member) : truth_.OfUplink(), now);
  const bool is_refused =
      member && request.secret.Reveal() != KeyText(who, GoodKey(life_, who, now));
  test::FakeTransport::Reply reply;
  if (state == State::kSilent ||
      (state == State::kOffline && (member || defect_ != Defect::kBlames))) {
    reply = NoAnswer(dice, request.timeout);
  } else {
    if (is_refused) {
      reply = test::InvalidKey();
    } else {
      reply = state == State::kRestarting ? Restarting(life_.seed, now) : Good(request);
    }
    reply.after = Latency(dice);
  }
  return {id, now, now + reply.after, std::move(reply.outcome)};
}

void Provider::Start(TransferId id, HttpRequest request) {
  fate_.Call();
  if (defect_ == Defect::kWrites && Dice(life_.seed, "writes", clock_.Steady()).Happens(0.001)) {
    request.login = Secret("{}");
  }
  const auto member = MemberOf(request);
  asked_({clock_.Steady(), request, member});
  flying_.push_back(Answer(id, request, member));
}

std::vector<Completion> Provider::Wait(SteadyTime until) {
  fate_.Call();
  SteadyTime wake = std::min(std::max(until, sleep_), moment_);
  for (const Completion& transfer : flying_) wake = std::min(wake, transfer.ended);
  if (!std::exchange(woken_, false)) clock_.AdvanceTo(wake);
  return test::TakeLanded(flying_, clock_.Steady());
}

}  // namespace wa::life
