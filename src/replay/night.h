#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/wall_offset.h"
#include "condition/catalogue.h"
#include "config/config.h"
#include "incident/incident_store.h"
#include "incident/uplink.h"
#include "model/answer_record.h"
#include "model/fleet.h"
#include "monitor/cause_tree.h"
#include "monitor/fleet_watch.h"
#include "monitor/tally.h"
#include "monitor/unknown_answers.h"

namespace wa {

// When samples are taken: at `from`, and then every `every`, `steps` times in all.
struct SampleTimes {
  SystemTime from;
  Duration every{0};
  std::size_t steps = 0;

  SystemTime At(std::size_t step) const { return from + static_cast<std::int64_t>(step) * every; }
};

// What was recorded of a night, in order of time.
struct Recorded {
  std::vector<AnswerRecord> records;
  std::vector<AnswerRun> runs;
  std::vector<UsualShareRecord> usual_shares;  // learned before
};

// The exporter's own decisions about recorded answers, by another configuration and catalogue than
// those of the time: the answers are classified anew, tracked and rolled up by the code of the
// monitor. Between two records an account that had any trouble is polled as often as `polling`
// says, with the answer that stands; one without trouble is told of its records alone.
//
// The clocks: steady time is the time since 1970, and the wall clock of what is shown begins with
// 1970 at SampleTimes::from, as promtool's does.
class Night {
 public:
  // REQUIRES: `recorded` outlives it.
  Night(std::shared_ptr<const Config> config, std::shared_ptr<const Catalogue> catalogue,
        const Recorded& recorded, const SampleTimes& times);

  // All accounts that were looked at, and those of which metrics should tell in detail.
  struct Shown {
    FleetSnapshot fleet;
    FleetSnapshot accounts;
  };
  // `sample` gets each step and what the fleet was then; null: nobody looked. To be called once.
  void Play(const std::function<void(std::size_t step, const Shown* shown)>& sample);

  // Names in the records that no account, and nothing wider, has now; sorted.
  const std::vector<std::string>& Unknown() const { return unknown_names_; }

 private:
  // One question about an account, or about what is wider.
  struct Track {
    std::size_t slot = 0;
    const AnswerRecord* stands = nullptr;  // null: nobody looked
    SteadyTime next;
  };
  struct Place {
    const Track* health = nullptr;
    bool is_watched = false;  // there is some trouble in its records
    std::shared_ptr<const AccountStatus> status;
  };

  void MakeTracks();
  bool IsTrouble(const AnswerRecord& record) const;
  void PlayUntil(SteadyTime now);
  void Take(const AnswerRecord& record);
  void Tell(Track& track, SteadyTime at);
  Duration IntervalOf(const Track& track) const;
  bool SomebodyLooked(SteadyTime at) const;
  Shown Show(SteadyTime now);
  std::shared_ptr<const AccountStatus> StatusOf(std::size_t slot);

  const std::shared_ptr<const Config> config_;
  const std::shared_ptr<const Catalogue> catalogue_;
  const Recorded& recorded_;
  const std::vector<AnswerRun> looked_;
  const SampleTimes times_;
  const WallOffset shown_wall_;
  const WallOffset real_wall_;  // for what is usual at an hour of the day
  Tally tally_;
  FleetWatch fleet_;
  CauseTree causes_;
  UnknownAnswers no_unknown_;

  std::map<std::pair<std::string, Operation>, Track> tracks_;
  std::vector<Place> places_;  // by slot
  std::vector<std::string> unknown_names_;
  std::size_t next_record_ = 0;
  UplinkState uplink_ = UplinkState::kUnknown;
  std::string why_down_;
};

// Runs with nothing but a break in between made one.
std::vector<AnswerRun> WithoutBreaks(const std::vector<AnswerRun>& runs);

// The times between `from` and `to`, longer than a break, in which nobody looked. REQUIRES:
// `looked` is WithoutBreaks().
std::vector<AnswerRun> GapsBetween(const std::vector<AnswerRun>& looked, SystemTime from,
                                   SystemTime to);

}  // namespace wa
