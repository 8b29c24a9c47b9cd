#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "incident/incident_store.h"
#include "incident/tracker.h"
#include "model/condition.h"

namespace wa {

// Whether sending stops and neither the account's owner nor a recipient can mend it.
bool IsProvidersFault(const Condition& condition);

// Whether one of an account's open incidents is: what counts as an account in trouble below.
bool IsInTrouble(std::span<const Incident> open);

// How many accounts of a provider are known, and how many of them are in trouble. An account of
// which nobody knows anything says nothing about its provider.
struct ProviderTrouble {
  std::size_t known = 0;
  std::size_t troubled = 0;
};

// Tells an outage of a provider from the daily restarts of single accounts: by how many more are in
// trouble than usually are at this hour. A state machine without a clock.
//
// - An outage opens once at least 3 accounts, and at least 20 points more of the known ones than
//   usual, were in trouble for 2 minutes. It is over once they were fewer than half of that for 2
//   minutes. A time in which nobody looked, or in which no account is known, counts for neither.
// - The usual share of an hour of the day (UTC) is the highest that it came to on each day, newer
//   days counting more. While an outage is open nothing is learned, and of one that is about to
//   open no more than would not have been one: it takes several days on which it comes back at the
//   same hour to become usual.
class ProviderOutage {
 public:
  explicit ProviderOutage(std::string provider) : provider_(std::move(provider)) {}

  enum class Change { kNone, kOpened, kClosed };
  // REQUIRES: in order of time; `wall` is `now` in wall time, for the hour of the day.
  Change Tick(const ProviderTrouble& trouble, SteadyTime now, SystemTime wall);

  bool IsOpen() const { return open_; }
  // An outage of an earlier run goes on.
  void Resume() { open_ = true; }
  // Of 1; what was learned of the hour of `wall`.
  double UsualShare(SystemTime wall) const;

  // What was learned in an earlier run, and what must be stored since the last time. Of another
  // provider, or of no hour: ignored.
  void Restore(const UsualShareRecord& record);
  std::vector<UsualShareRecord> TakeLearned();

 private:
  static constexpr std::size_t kHours = 24;

  struct Usual {
    double share = 0.0;
    std::uint64_t days = 0;
  };
  // What was seen of the hour that is running, without outages.
  struct ThisHour {
    std::int64_t number = 0;  // since 1970
    double highest = 0.0;
    Duration watched{0};
  };
  struct LastTick {
    SteadyTime at;
    bool comparable = false;  // of known accounts
  };

  void Learn(double share, Duration watched, SystemTime wall);
  void EndHour();
  bool Exceeds(const ProviderTrouble& trouble, SystemTime wall) const;

  const std::string provider_;
  std::array<Usual, kHours> usual_{};
  std::optional<ThisHour> this_hour_;
  std::vector<UsualShareRecord> learned_;
  std::optional<LastTick> last_;
  std::optional<SteadyTime> changing_since_;  // it would be open if it is not, or the reverse
  bool open_ = false;
};

}  // namespace wa
