#include "life/truth.h"

#include <algorithm>

namespace wa::life {
namespace {

void Append(Course& course, Stretch stretch) {
  if (stretch.from >= stretch.to) return;
  if (!course.empty() && course.back().state == stretch.state) {
    course.back().to = stretch.to;
  } else {
    course.push_back(stretch);
  }
}

// Where something is hidden that comes later in the order, that stays.
void Cover(Course& course, SteadyTime from, SteadyTime to, State state) {
  Course covered;
  covered.reserve(course.size() + 2);
  for (const Stretch& stretch : course) {
    const SteadyTime begin = std::clamp(from, stretch.from, stretch.to);
    const SteadyTime end = std::clamp(to, begin, stretch.to);
    Append(covered, {stretch.from, begin, stretch.state});
    Append(covered, {begin, end, std::max(stretch.state, state)});
    Append(covered, {end, stretch.to, stretch.state});
  }
  course = std::move(covered);
}

// kWell: it does nothing to what accounts answer.
State StateOf(Kind kind) {
  switch (kind) {
    case Kind::kRestart:
    case Kind::kOutage:
      return State::kRestarting;
    case Kind::kKeyChange:
      return State::kShut;
    case Kind::kSilence:
      return State::kSilent;
    case Kind::kOffline:
      return State::kOffline;
    case Kind::kAway:
      return State::kAway;
    default:
      return State::kWell;
  }
}

}  // namespace

std::size_t IndexAt(const Course& course, SteadyTime then) {
  const auto after = std::upper_bound(
      course.begin(), course.end(), then,
      [](SteadyTime moment, const Stretch& stretch) { return moment < stretch.from; });
  return static_cast<std::size_t>(after - course.begin()) - (after == course.begin() ? 0 : 1);
}

State StateAt(const Course& course, SteadyTime then) {
  const Stretch& stretch = course[IndexAt(course, then)];
  return stretch.from <= then ? stretch.state : State::kDead;
}

Truth::Truth(const Life& life) {
  // Nobody lives for ever, but questions of the last minutes may be answered later.
  const Stretch all{Moment(Duration(0)), Moment(life.length + std::chrono::hours(24)),
                    State::kWell};
  uplink_ = {all};
  courses_.assign(life.members.size(), {all});
  for (const Happening& one : life.happenings) {
    const State state = StateOf(one.kind);
    const SteadyTime from = Moment(one.at);
    for (std::size_t i = 0; i < courses_.size(); ++i) {
      const Member& member = life.members[i];
      const bool is_meant =
          one.whom.empty() || one.whom == member.name || one.whom == member.provider;
      if (is_meant) Cover(courses_[i], from, from + one.lasts, state);
    }
    if (one.kind == Kind::kOffline) Cover(uplink_, from, from + one.lasts, state);
  }
}

bool Truth::IsCalm(SteadyTime then) const {
  const auto is_well = [&](const Course& course) {
    const State state = StateAt(course, then);
    return state == State::kWell || state == State::kAway;
  };
  return is_well(uplink_) && std::all_of(courses_.begin(), courses_.end(), is_well);
}

SteadyTime Truth::NextChange(SteadyTime then) const {
  SteadyTime next = uplink_[IndexAt(uplink_, then)].to;
  for (const Course& course : courses_) next = std::min(next, course[IndexAt(course, then)].to);
  return next;
}

void Truth::Dead(SteadyTime from, SteadyTime to) {
  for (Course& course : courses_) Cover(course, from, to, State::kDead);
  Cover(uplink_, from, to, State::kDead);
}

}  // namespace wa::life
