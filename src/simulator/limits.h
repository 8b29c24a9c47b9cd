#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "simulator/exchange.h"
#include "simulator/scenario.h"
#include "simulator/sliding_window.h"

namespace wa::simulator {

// What was asked of one subject of a limit: a key, a WABA, a provider. Times are since the start,
// on the steady clock: limits do not run faster with the script.
struct LimitUsage {
  std::uint64_t requests = 0;
  std::uint64_t beyond = 0;        // refused because of the limit
  std::size_t most_in_window = 0;  // in any window of the limit's length, those refused too
  Duration first{0};
  Duration last{0};
  SlidingWindow admitted;
  SlidingWindow all;
};

// The limits of a scenario: refuses what is beyond them and counts, so that a test can prove that
// nothing was. A request is admitted if less than `requests` were within the last `per` (exactly
// `per` ago is outside). Not thread-safe.
class Limits {
 public:
  // Subjects of one limit that are told apart; those of more are "other" and not limited.
  static constexpr std::size_t kMaxSubjects = 200'000;

  explicit Limits(std::vector<LimitScript> limits);

  // Counts a request under every limit that is about it. The first one that it is beyond, or null.
  const LimitScript* Admit(const Exchange& exchange, Duration now);

  // How much is used of the tightest limit of that kind which is about the request.
  struct Share {
    int percent = 0;         // 100: the next request is refused
    Duration until_less{0};  // when the next request is admitted; 0: now
  };
  std::optional<Share> UsedOf(LimitOf of, const Exchange& exchange, Duration now);

  using Usages = std::map<std::string, LimitUsage>;  // by subject
  std::size_t size() const { return limits_.size(); }
  const LimitScript& limit(std::size_t index) const { return limits_[index]; }
  const Usages& usages(std::size_t index) const { return usages_[index]; }

 private:
  std::vector<LimitScript> limits_;
  std::vector<Usages> usages_;  // by index
};

// What the API says beyond the limit, unless the scenario says otherwise.
AnswerPtr LimitAnswer(const LimitScript& limit, Api api);

}  // namespace wa::simulator
