#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/enum_names.h"

namespace wa {

// Whether our own way to the network works.
enum class UplinkState { kUnknown, kUp, kDown };
template <>
struct EnumNames<UplinkState> {
  static constexpr std::array table{
      std::pair{UplinkState::kUnknown, std::string_view("unknown")},
      std::pair{UplinkState::kUp, std::string_view("up")},
      std::pair{UplinkState::kDown, std::string_view("down")},
  };
};

// What says that our own network is down.
enum class UplinkSign {
  kCanaries,   // none of them answers
  kProviders,  // several providers are silent at once, and no other answers
  kOwnError,   // requests get no further than our resolver or our routes
};

// The last news of a provider's host.
struct HostNews {
  bool has_answered = false;
  bool is_at_our_end = false;  // it has not: the request did not leave us (IsAtOurEnd)
};

// What the last news of all providers that were asked lately say together, where there are no
// canaries. Nothing: not that our network is down. The silence of a single provider is its own.
std::optional<UplinkSign> SignOf(std::span<const HostNews> providers);

// The second opinion. A provider's silence is evidence against an account only if another host
// answered after the silent request was made; without a second host nobody can tell, and silence
// proves nothing. Canaries, where there are any, are the better witness, and the only one. What was
// asked before our network was known to be back proves nothing, whoever answers now.
class Uplink {
 public:
  using Hosts = std::set<std::string, std::less<>>;
  explicit Uplink(bool has_canaries) : has_canaries_(has_canaries) {}

  // `providers`: hosts of all that are asked about accounts.
  void Configure(bool has_canaries, Hosts providers);

  // Any complete HTTP answer of a host, good or bad.
  void Answered(std::string_view host, SteadyTime at);
  // Likewise, of a canary.
  void CanaryAnswered(std::string_view host, SteadyTime at);
  // All canaries were asked, the first not before `started`, and none answered.
  void CanariesSilent(SteadyTime started);
  // A provider's host gave no answer to a request that was started then; news from before
  // `not_before` is too old to count.
  void Silent(std::string_view host, SteadyTime started, bool is_at_our_end, SteadyTime not_before);

  // What a request to `host`, started at `started` and left without an answer, says.
  //   kUp: the host is silent, others answer.  kDown: nobody answers us, or did when it was asked.
  //   kUnknown: nobody else was asked; MustAsk() says whether asking the canaries would tell.
  UplinkState Judge(std::string_view host, SteadyTime started) const;
  bool MustAsk(std::string_view host, SteadyTime started) const;

  // By the latest news of all, for display. Unknown if there is none at or after `not_before`.
  UplinkState Latest(SteadyTime not_before) const;
  // By which sign it was last found down. REQUIRES: it was.
  UplinkSign Sign() const { return down_->sign; }

 private:
  struct Silence {
    SteadyTime started;  // of the newest silent request
    bool is_at_our_end = false;
  };
  struct Down {
    SteadyTime started;  // of the newest request that shows it
    UplinkSign sign;
  };
  // The first answer since it was down. Until a canary answers, too, it may be the canaries that
  // were silent.
  struct Return {
    SteadyTime at;
    bool is_confirmed = false;
  };
  bool IsDown() const;
  std::optional<HostNews> NewsOf(std::string_view host, SteadyTime not_before) const;
  void Found(UplinkSign sign, SteadyTime started);

  bool has_canaries_;
  Hosts providers_;
  std::map<std::string, SteadyTime, std::less<>> answered_;  // last answer of each host
  std::map<std::string, Silence, std::less<>> silences_;     // of providers
  std::optional<Down> down_;
  std::optional<Return> back_;
};

}  // namespace wa
