#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "config/config.h"
#include "incident/uplink.h"
#include "model/poll_id.h"
#include "monitor/requests.h"
#include "net/transport.h"

namespace wa {

// A poll that got no complete answer.
struct Silence {
  PollId poll;
  std::size_t target = 0;
  std::vector<std::size_t> slots;                        // of the accounts it asked about, ...
  std::vector<std::shared_ptr<const Account>> accounts;  // ... as they were then
  std::string host;                                      // that was asked
  SteadyTime started;
  SteadyTime ended;
  TransportFailure failure;
};

// What it says. Evidence against the account, or nothing, and why.
struct SettledSilence {
  Silence silence;
  bool is_evidence = false;
  std::string why_unknown;  // for people, if it is none
};

// Finds out what a poll without an answer says, and has the canaries asked where nobody can tell
// otherwise. Owned by the loop.
class SecondOpinion {
 public:
  // REQUIRES: what is passed by reference outlives it.
  SecondOpinion(const Clock& clock, Requests& requests) : clock_(clock), requests_(requests) {}

  // Another configuration. Returns who waited for canaries that there are no more.
  std::vector<SettledSilence> Adopt(const Config& config);

  // Any complete HTTP answer of a host, good or bad.
  void Answered(std::string_view host, SteadyTime at) { uplink_.Answered(host, at); }

  // Nothing if it waits for the canaries' word: Handle() returns it later.
  std::optional<SettledSilence> Settle(Silence silence);
  bool Waits(std::size_t slot) const;

  // Asks the canaries if somebody waits for them and there is room for them.
  void AskCanaries();
  bool IsCanary(TransferId id) const { return asked_.count(id) > 0; }
  // A canary's answer, and what is settled by it. REQUIRES: IsCanary(completion.id).
  std::vector<SettledSilence> Handle(const Completion& completion);

  // How many requests the polls must leave free, so that the canaries can be asked.
  std::size_t Reserve() const { return reserve_ - std::min(reserve_, asked_.size()); }

  // Whether our own way to the network works, as far as the last three intervals tell.
  UplinkState Uplink(SteadyTime now) const { return uplink_.Latest(Lately(now)); }
  // By what sign it was last found down, for people.
  const std::string& WhyDown() const { return why_down_; }

 private:
  SteadyTime Lately(SteadyTime now) const { return now - 3 * polling_.interval; }
  UplinkState Judge(const Silence& silence);
  std::vector<SettledSilence> SettleWaiting();

  struct Round {
    SteadyTime started;
    std::size_t waiting = 0;
    bool answered = false;
  };

  const Clock& clock_;
  Requests& requests_;
  PollingConfig polling_;
  std::size_t reserve_ = 0;
  wa::Uplink uplink_{false};
  std::string why_down_;
  std::optional<Round> round_;
  std::unordered_map<TransferId, std::string> asked_;  // canaries under way -> host
  std::vector<Silence> waiting_;
};

}  // namespace wa
