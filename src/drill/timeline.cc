#include "drill/timeline.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"

namespace wa::drill {
namespace {

using Problems = std::vector<std::string>;

// Tenths of a second, since a fast drill has seconds of its own.
std::string Shown(Duration duration) {
  using Tenths = std::chrono::duration<std::int64_t, std::deci>;
  return FormatDuration(std::chrono::duration_cast<Tenths>(duration));
}

// What could be seen overdue for so long, somebody must have been told of, whatever was planned.
bool WasDue(const Timeline& timeline, const Expectation& expectation) {
  const Happening* overdue = timeline.First(Step::kOverdue);
  const Happening* ended = timeline.First(Step::kEnded);
  return overdue != nullptr && ended != nullptr && ended->at - overdue->at > expectation.telling;
}

void JudgeTime(const Timeline& timeline, const Happening& first, const Expectation& expectation,
               Problems& problems) {
  const Happening* overdue = timeline.First(Step::kOverdue);
  if (overdue != nullptr && first.at - overdue->at > expectation.telling) {
    problems.push_back("late: notified " + Shown(first.at - overdue->at) +
                       " after it was overdue, " + Shown(expectation.telling) +
                       " at most is right");
    return;
  }
  if (first.at < expectation.earliest) {
    problems.push_back("early: notified after " + Shown(first.at) + ", not before " +
                       Shown(expectation.earliest) + " is right");
  }
  if (first.at > expectation.latest) {
    problems.push_back("late: notified after " + Shown(first.at) + ", " +
                       Shown(expectation.latest) + " at most is right");
  }
}

// A receiver is told once, and several alerts about one condition are as bad.
void JudgeCount(const std::vector<const Happening*>& notified, Problems& problems) {
  std::map<std::string, int> times;
  std::set<std::string> alerts;
  for (const Happening* one : notified) {
    ++times[one->receiver];
    alerts.insert(one->alert);
  }
  for (const auto& [receiver, count] : times) {
    if (count == 1) continue;
    problems.push_back("receiver " + receiver + " was notified " +
                       (count == 2 ? "twice" : std::to_string(count) + " times"));
  }
  if (alerts.size() < 2) return;
  std::string names;
  for (const std::string& alert : alerts) names += (names.empty() ? "" : ", ") + alert;
  problems.push_back("several alerts tell of it: " + names);
}

void JudgeSeverity(const Happening& first, const Expectation& expectation, Problems& problems) {
  const std::string right(Name(expectation.severity));
  if (first.severity == right) return;
  problems.push_back("notified with severity " + first.severity + ", and the catalogue says " +
                     right);
}

void JudgeCall(const Timeline& timeline, const Expectation& expectation, Problems& problems) {
  const auto notified = timeline.All(Step::kNotified);
  if (notified.empty()) {
    if (expectation.called == Called::kOnce) {
      problems.push_back("not at all: nobody was notified within " + Shown(expectation.latest));
    } else if (expectation.called == Called::kEither && WasDue(timeline, expectation)) {
      problems.push_back("not at all: nobody was notified, though it was overdue for longer than " +
                         Shown(expectation.telling));
    }
    return;
  }
  if (expectation.called == Called::kNobody) {
    problems.push_back("somebody was called: " + notified[0]->alert + " at receiver " +
                       notified[0]->receiver + " after " + Shown(notified[0]->at));
    return;
  }
  JudgeTime(timeline, *notified[0], expectation, problems);
  JudgeCount(notified, problems);
  JudgeSeverity(*notified[0], expectation, problems);
}

}  // namespace

const Happening* Timeline::First(Step step) const {
  for (const Happening& one : happenings) {
    if (one.step == step) return &one;
  }
  return nullptr;
}

void Timeline::Add(Happening happening) {
  const auto later =
      std::upper_bound(happenings.begin(), happenings.end(), happening.at,
                       [](Duration at, const Happening& other) { return at < other.at; });
  happenings.insert(later, std::move(happening));
}

std::vector<const Happening*> Timeline::All(Step step) const {
  std::vector<const Happening*> all;
  for (const Happening& one : happenings) {
    if (one.step == step) all.push_back(&one);
  }
  return all;
}

std::vector<std::string> Judge(const Timeline& timeline, const Expectation& expectation,
                               bool can_end) {
  Problems problems;
  if (expectation.has_incident && !timeline.Has(Step::kRecognised)) {
    problems.push_back("the exporter did not recognise it");
  }
  JudgeCall(timeline, expectation, problems);
  if (can_end && timeline.Has(Step::kNotified) && !timeline.Has(Step::kResolved)) {
    problems.push_back("the receiver was not told within " + Shown(expectation.ending) +
                       " that it is over");
  }
  return problems;
}

}  // namespace wa::drill
