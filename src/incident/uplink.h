#pragma once

#include <array>
#include <map>
#include <optional>
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

// The second opinion. A provider's silence is evidence against an account only if another host
// answered after the silent request was made; without a second host nobody can tell, and silence
// proves nothing.
class Uplink {
 public:
  explicit Uplink(bool has_canaries) : has_canaries_(has_canaries) {}

  void SetHasCanaries(bool has_canaries) { has_canaries_ = has_canaries; }

  // Any complete HTTP answer of a host, good or bad.
  void Answered(std::string_view host, SteadyTime at);
  // All canaries were asked, the first not before `started`, and none answered.
  void CanariesSilent(SteadyTime started);

  // What a request to `host`, started at `started` and left without an answer, says.
  //   kUp: the host is silent, others answer.  kDown: nobody answers us.
  //   kUnknown: nobody else was asked; MustAsk() says whether asking the canaries would tell.
  UplinkState Judge(std::string_view host, SteadyTime started) const;
  bool MustAsk(std::string_view host, SteadyTime started) const;

  // By the latest news of all, for display. Unknown if there is none at or after `not_before`.
  UplinkState Latest(SteadyTime not_before) const;

 private:
  bool has_canaries_;
  std::map<std::string, SteadyTime, std::less<>> answered_;  // last answer of each host
  std::optional<SteadyTime> silent_;  // start of the last round without an answer
};

}  // namespace wa
