#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/common.h"
#include "base/optional_time.h"
#include "base/wall_offset.h"
#include "condition/catalogue.h"
#include "incident/incident_store.h"
#include "incident/tracker.h"
#include "model/fleet.h"
#include "model/observation.h"
#include "monitor/contradiction.h"
#include "monitor/watch_settings.h"
#include "schedule/schedule.h"

namespace wa {

// What an event counts for an account.
struct MessageNews {
  bool is_first_outcome = false;  // a message whose outcome was not known before
  bool failed = false;
  std::vector<std::string> failures;  // slugs
};

// By the key of an incident: the wider thing that it comes from.
using ByIncident = std::map<std::string, std::string, std::less<>>;
using Explanations = Common<ByIncident>;

// What most accounts have in common, so that each holds only where it is.
struct CommonValues {
  Sharer<std::vector<EntityHealth>> health;
  Sharer<NumberFacts> numbers;
  Sharer<std::string> reasons;
};

// What the loop knows of one account: its incidents, what the last polls and events said, when to
// ask again. Turns that into the forms that are stored and shown. Owned by the loop.
class AccountWatch {
 public:
  AccountWatch(const std::shared_ptr<const Account>& account, WatchSettings& settings);

  // Another configuration of the same name; graces of open incidents follow it. What polls showed
  // that are not made any more, is over.
  std::vector<IncidentChange> Adopt(const std::shared_ptr<const Account>& account,
                                    WatchSettings& settings);

  // A poll with an answer, or with a silence that is evidence. Only what was asked about health
  // changes when it is polled and whether it is known.
  std::vector<IncidentChange> Observe(const Observation& observation, SystemTime ended_wall,
                                      CommonValues& common);
  // A poll that told nothing about the account.
  void ObserveNothing(SteadyTime ended, Common<std::string> why);

  // What a webhook or somebody else's answer told. Changes neither when it is polled nor whether it
  // is known.
  std::vector<IncidentChange> Hear(const Report& report, SystemTime at_wall) {
    return tracker_.Apply(report, at_wall);
  }
  // Ends what is over because nothing told of it any more, and when that is next.
  std::vector<IncidentChange> EndQuiet(SteadyTime now) { return tracker_.EndQuiet(now); }
  std::optional<SteadyTime> NextQuietEnd() const { return tracker_.NextQuietEnd(); }
  void Count(const MessageNews& news);
  void EventCame(SteadyTime at) { seldom_.Edit().last_event = at; }

  // Takes up what an earlier run stored. An incident whose condition is no longer in the catalogue,
  // is returned closed; it must be stored so. `now`: as of FromRecord().
  std::optional<IncidentRecord> Restore(const IncidentRecord& record, const Catalogue& catalogue,
                                        const WallOffset& wall, SteadyTime now);
  void Restore(const AccountTotals& totals);
  // Ends what was taken up although nobody asks for it any more.
  std::vector<IncidentChange> EndUnasked() { return tracker_.EndUnasked(); }

  // Which other account has the same key (empty: none); true if that is new.
  bool SetSharesKeyWith(const std::string& other);
  // Which open incidents are explained by something wider; true if that is new.
  bool Explain(const Explanations& explanations);

  PollAdvice Advice(SteadyTime now) const;
  // The last answer was a rate limit.
  bool IsLimited() const;
  // Something that this question shows is open.
  bool IsInTrouble(Operation operation) const;
  AccountTotals TotalsRecord() const;
  std::shared_ptr<const AccountStatus> Status(std::optional<SteadyTime> next_poll,
                                              const WallOffset& wall) const;

  const Account& account() const { return *tracker_.account(); }
  const std::shared_ptr<const Account>& shared_account() const { return tracker_.account(); }
  // The last polls say something about it.
  bool IsKnown() const { return known_; }
  // It was polled, and the last polls told nothing about it.
  bool IsBlind() const { return last_poll_.has_value() && !known_; }
  const Tracker& tracker() const { return tracker_; }

 private:
  bool IsExplained(const std::string& incident) const {
    return seldom_->explained->count(incident) > 0;
  }
  bool IsToldByPartner() const;
  void Told(SteadyTime at);
  void ForgetUnasked();
  void TakeUp(const NumberFacts& newer, CommonValues& common);
  std::optional<SteadyTime> ToldUntil() const;
  bool WantsACloseLook() const;
  void KeepDistance(const std::vector<Finding>& findings, SteadyTime told);

  // What a rate limit demanded last: so long between two polls, until then.
  struct Distance {
    Duration wait;
    SteadyTime told;
    SteadyTime until;
  };
  // What only some accounts have.
  struct Seldom {
    OptionalDuration told_every;  // how long a listing and the rest after it took
    OptionalSteady last_event;
    Explanations explained;
    Common<MessageCounts> messages;
    std::optional<Distance> distance;
    Common<std::string> shares_key_with;
  };

  Tracker tracker_;
  std::optional<LastPoll> last_;  // that told something
  Duration listing_interval_{0};  // of its partner's channels; 0: nobody lists them
  OptionalSteady last_poll_;
  OptionalSteady last_success_;
  Common<std::vector<EntityHealth>> health_;
  Common<NumberFacts> number_;
  Common<Seldom> seldom_;
  std::uint64_t repeats_ = 0;  // polls in a row with the same first finding
  Common<std::string> why_unknown_;
  bool known_ = false;
};

}  // namespace wa
