#include "replay/night.h"

#include <algorithm>
#include <set>

#include "condition/classify.h"
#include "monitor/poll_result.h"
#include "monitor/subjects.h"

namespace wa {
namespace {

SteadyTime ToSteady(SystemTime time) { return SteadyTime(time.time_since_epoch()); }
SystemTime ToReal(SteadyTime time) { return SystemTime(time.time_since_epoch()); }

// As the poller asks what it asks seldom.
constexpr Duration kOthersInTrouble = std::chrono::minutes(5);

}  // namespace

Night::Night(std::shared_ptr<const Config> config, std::shared_ptr<const Catalogue> catalogue,
             const Recorded& recorded, const SampleTimes& times)
    : config_(std::move(config)),
      catalogue_(std::move(catalogue)),
      recorded_(recorded),
      looked_(WithoutBreaks(recorded.runs)),
      times_(times),
      shown_wall_(ToSteady(times.from), SystemTime()),
      real_wall_(SteadyTime(), SystemTime()),
      tally_(*catalogue_),
      fleet_(*catalogue_, tally_, shown_wall_),
      causes_(*catalogue_, real_wall_, fleet_) {
  tally_.Adopt(config_->providers);
  const FleetChanges changes = fleet_.Adopt(config_);
  causes_.Adopt(*config_, SharingIn(*config_), changes.of_config);
  causes_.Restore(recorded_.usual_shares);
  MakeTracks();
}

void Night::MakeTracks() {
  places_.resize(fleet_.Slots());
  std::set<std::string> unknown;
  for (const AnswerRecord& record : recorded_.records) {
    if (record.account == kUplinkSubject) continue;
    const auto slot = fleet_.Find(record.account);
    if (!slot) {
      unknown.insert(record.account);
      continue;
    }
    Track& track = tracks_[{record.account, record.asked}];
    track.slot = *slot;
    Place& place = places_[*slot];
    if (record.asked == Operation::kHealth) place.health = &track;
    place.is_watched = place.is_watched || IsTrouble(record);
  }
  unknown_names_.assign(unknown.begin(), unknown.end());
}

bool Night::IsTrouble(const AnswerRecord& record) const {
  return record.kind == AnswerKind::kNothing || !ClassifyPoll(*catalogue_, record.facts).empty();
}

void Night::Play(const std::function<void(std::size_t step, const Shown* shown)>& sample) {
  // How often the exporter looks at what is in trouble.
  const Duration tick = config_->polling.trouble_interval;
  const auto& records = recorded_.records;
  SteadyTime now = ToSteady(records.empty() ? times_.from : records.front().at);
  for (std::size_t step = 0; step < times_.steps; ++step) {
    const SteadyTime at = ToSteady(times_.At(step));
    for (; now < at; now += tick) PlayUntil(now);
    PlayUntil(at);
    if (SomebodyLooked(at)) {
      const Shown shown = Show(at);
      sample(step, &shown);
    } else {
      sample(step, nullptr);
    }
  }
}

void Night::PlayUntil(SteadyTime now) {
  const auto& records = recorded_.records;
  for (; next_record_ < records.size() && ToSteady(records[next_record_].at) <= now;
       ++next_record_) {
    Take(records[next_record_]);
  }
  if (!SomebodyLooked(now)) {
    for (auto& [question, track] : tracks_) track.stands = nullptr;
    uplink_ = UplinkState::kUnknown;
    return;
  }
  for (auto& [question, track] : tracks_) {
    const bool is_due = track.stands != nullptr && track.next <= now;
    if (is_due && places_[track.slot].is_watched) Tell(track, now);
  }
  fleet_.EndQuiet(now);
  causes_.Judge(now, uplink_, why_down_);
  fleet_.TakeExplainedAnew();
  fleet_.TakeChanges();
}

void Night::Take(const AnswerRecord& record) {
  if (record.account == kUplinkSubject) {
    uplink_ = record.kind == AnswerKind::kAnswer ? UplinkState::kUp : UplinkState::kDown;
    why_down_ = record.why;
    return;
  }
  const auto track = tracks_.find({record.account, record.asked});
  if (track == tracks_.end()) return;
  track->second.stands = &record;
  Tell(track->second, ToSteady(record.at));
}

void Night::Tell(Track& track, SteadyTime at) {
  const AnswerRecord& record = *track.stands;
  if (record.kind == AnswerKind::kNothing) {
    fleet_.ObserveNothing(track.slot, {}, at, record.why);
  } else {
    fleet_.Observe(track.slot, MakeObservation(record.asked, record.facts,
                                               ClassifyPoll(*catalogue_, record.facts), at, at));
  }
  track.next = at + IntervalOf(track);
}

Duration Night::IntervalOf(const Track& track) const {
  const PollingConfig& polling = config_->polling;
  const Operation asked = track.stands->asked;
  const AccountWatch& watch = fleet_[track.slot];
  const bool is_in_trouble = watch.IsBlind() || watch.IsInTrouble(asked);
  if (asked == Operation::kHealth) {
    return is_in_trouble ? polling.trouble_interval : polling.interval;
  }
  const Duration usual =
      asked == Operation::kTemplates ? polling.templates_interval : polling.webhook_interval;
  return is_in_trouble || usual == Duration(0) ? kOthersInTrouble : usual;
}

bool Night::SomebodyLooked(SteadyTime at) const {
  const SystemTime time = ToReal(at);
  return std::any_of(looked_.begin(), looked_.end(), [&](const AnswerRun& run) {
    return run.started <= time && time <= run.alive;
  });
}

std::shared_ptr<const AccountStatus> Night::StatusOf(std::size_t slot) {
  Place& place = places_[slot];
  if (place.status == nullptr || place.is_watched) {
    // One that is not watched is not told of every poll.
    std::optional<SteadyTime> next;
    if (place.is_watched && place.health != nullptr) next = place.health->next;
    place.status = fleet_[slot].Status(next, shown_wall_);
  }
  return place.status;
}

Night::Shown Night::Show(SteadyTime now) {
  for (const std::size_t slot : fleet_.TakeTouched()) places_[slot].status.reset();
  Shown shown;
  for (const std::size_t slot : fleet_.Accounts()) {
    const Place& place = places_[slot];
    if (place.health == nullptr || place.health->stands == nullptr) continue;
    shown.fleet.accounts.push_back(StatusOf(slot));
    if (place.is_watched) shown.accounts.accounts.push_back(place.status);
  }
  for (const std::size_t slot : fleet_.Subjects()) {
    places_[slot].status.reset();
    shown.fleet.subjects.push_back(StatusOf(slot));
  }
  shown.accounts.subjects = shown.fleet.subjects;
  for (FleetSnapshot* snapshot : {&shown.fleet, &shown.accounts}) {
    snapshot->providers = config_->providers;
    snapshot->tallies = tally_.all();
    snapshot->conditions = catalogue_->conditions();
    snapshot->allowances = catalogue_->allowances();
    snapshot->published = shown_wall_.ToSystem(now);
    snapshot->polling_interval = config_->polling.interval;
    snapshot->uplink = Name(uplink_);
    snapshot->unknown = no_unknown_.List();
    snapshot->own_incidents = tally_.own_incidents();
  }
  return shown;
}

std::vector<AnswerRun> WithoutBreaks(const std::vector<AnswerRun>& runs) {
  std::vector<AnswerRun> looked;
  for (const AnswerRun& run : runs) {
    if (!looked.empty() && run.started - looked.back().alive <= kLongestBreak) {
      looked.back().alive = std::max(looked.back().alive, run.alive);
    } else {
      looked.push_back(run);
    }
  }
  return looked;
}

std::vector<AnswerRun> GapsBetween(const std::vector<AnswerRun>& looked, SystemTime from,
                                   SystemTime to) {
  std::vector<AnswerRun> gaps;
  SystemTime cursor = from;
  const auto pass = [&](SystemTime until) {
    if (until - cursor > kLongestBreak) gaps.push_back({cursor, until});
  };
  for (const AnswerRun& run : looked) {
    pass(std::min(run.started, to));
    cursor = std::max(cursor, run.alive);
  }
  pass(to);
  return gaps;
}

}  // namespace wa
