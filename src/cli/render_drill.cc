#include "cli/render_drill.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "cli/json_values.h"
#include "cli/layout.h"
#include "cli/render_drill_plan.h"
#include "cli/speed.h"

namespace wa {
namespace {

using drill::Happening;
using drill::Outcome;
using drill::Step;

constexpr std::size_t kIndent = 2;

std::string BeginText(drill::PlayedBy by) {
  switch (by) {
    case drill::PlayedBy::kSilence:
      return "no host answers any more";
    case drill::PlayedBy::kNoDescriptors:
      return "the exporter may open no file and no connection any more";
    case drill::PlayedBy::kReload:
      return "the exporter has read a configuration that makes it so";
    default:
      return "the account has it from now on";
  }
}

std::string EndText(drill::PlayedBy by) {
  switch (by) {
    case drill::PlayedBy::kSilence:
      return "all hosts answer again";
    case drill::PlayedBy::kNoDescriptors:
      return "the exporter may open files and connections again";
    case drill::PlayedBy::kReload:
      return "the exporter has its usual configuration again";
    default:
      return "the account is well again";
  }
}

std::string StepText(drill::PlayedBy by, const Happening& happening) {
  switch (happening.step) {
    case Step::kPlayed:
      return BeginText(by);
    case Step::kRecognised:
      return "the exporter has an incident";
    case Step::kPending:
      return "it may still last: nobody is called";
    case Step::kOverdue:
      return "it has lasted longer than is allowed";
    case Step::kFiring:
      return "Prometheus: " + happening.alert + ", " + happening.severity;
    case Step::kNotified:
      return happening.alert + " at receiver " + happening.receiver;
    case Step::kEnded:
      return EndText(by);
    case Step::kRecovered:
      return "the exporter has no incident any more";
    case Step::kAlertEnded:
      return "Prometheus has no alert any more";
    case Step::kResolved:
      return happening.alert + " at receiver " + happening.receiver;
  }
  return "";
}

std::string At(const Outcome& outcome, Step step) {
  const Happening* first = outcome.timeline.First(step);
  return first == nullptr ? "-" : Elapsed(first->at);
}

// Of the notification, each once, in order of time.
std::vector<std::string> Receivers(const Outcome& outcome) {
  std::vector<std::string> receivers;
  for (const Happening* one : outcome.timeline.All(Step::kNotified)) {
    if (std::find(receivers.begin(), receivers.end(), one->receiver) == receivers.end()) {
      receivers.push_back(one->receiver);
    }
  }
  return receivers;
}

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string Receiver(const Outcome& outcome) {
  const std::string receivers = Joined(Receivers(outcome));
  return receivers.empty() ? "-" : receivers;
}

// What happened, if it was right.
std::string WhoWasCalled(const Outcome& outcome) {
  const std::vector<std::string> receivers = Receivers(outcome);
  if (receivers.empty()) return "nobody was called.";
  if (receivers.size() == 1) return "one notification, in time.";
  return "one notification at each of " + std::to_string(receivers.size()) + " receivers (" +
         Joined(receivers) + "), in time.";
}

// How slow machines are told of, with a way out.
std::string SlowText(const DrillReport& report) {
  if (report.slow.empty()) return "";
  const double slower = std::max(1.0, std::floor(report.speed / 2));
  return "The machine was too slow for this speed: " + report.slow + ". Try --speed " +
         SpeedText(slower) + ".\n";
}

OrderedJson HappeningJson(const Happening& happening) {
  return {{"step", Name(happening.step)},
          {"seconds", Seconds(happening.at)},
          {"alert", TextOrNull(happening.alert)},
          {"severity", TextOrNull(happening.severity)},
          {"receiver", TextOrNull(happening.receiver)}};
}

OrderedJson OutcomeJson(const Outcome& outcome) {
  OrderedJson steps = OrderedJson::array();
  for (const Happening& one : outcome.timeline.happenings) steps.push_back(HappeningJson(one));
  return {{"condition", outcome.condition},
          {"speed", outcome.speed},
          {"passed", outcome.problems.empty()},
          {"problems", outcome.problems},
          {"receivers", Receivers(outcome)},
          {"expected", ExpectedJson(outcome.expectation)},
          {"steps", steps}};
}

std::size_t CountPassed(const DrillReport& report) {
  return static_cast<std::size_t>(
      std::count_if(report.outcomes.begin(), report.outcomes.end(),
                    [](const Outcome& outcome) { return outcome.problems.empty(); }));
}

std::string Table(const DrillReport& report, const Style& style) {
  using Align = TextTable::Align;
  TextTable table({{"condition"},
                   {"expected"},
                   {"overdue", Align::kRight},
                   {"notified", Align::kRight},
                   {"receiver", Align::kLeft, true},
                   {"resolved", Align::kRight}});
  for (const Outcome& outcome : report.outcomes) {
    std::string wrong;
    for (const std::string& problem : outcome.problems) {
      wrong += (wrong.empty() ? "WRONG: " : "; ") + problem;
    }
    table.Add({outcome.condition, ExpectedText(outcome.expectation), At(outcome, Step::kOverdue),
               At(outcome, Step::kNotified), Receiver(outcome), At(outcome, Step::kResolved)},
              wrong);
  }
  return table.Render(style);
}

}  // namespace

bool Passed(const DrillReport& report) {
  return !report.outcomes.empty() && CountPassed(report) == report.outcomes.size();
}

std::string RenderHappening(const drill::Actor& actor, const Happening& happening,
                            const Style& style) {
  constexpr std::size_t kTime = 9;
  constexpr std::size_t kStep = 13;
  const std::string time = Elapsed(happening.at);
  std::string step(Name(happening.step));
  step.resize(std::max(kStep, step.size()), ' ');
  const std::string text = StepText(actor.play->by, happening);
  const bool bad = happening.step == Step::kOverdue || happening.step == Step::kFiring ||
                   happening.step == Step::kNotified;
  return std::string(kTime - std::min(kTime, time.size()), ' ') + time + std::string(kIndent, ' ') +
         (bad ? style.Warning(step) : step) + text + "\n";
}

std::string RenderProgress(const Outcome& outcome, std::size_t done, std::size_t all) {
  std::string what = WhoWasCalled(outcome);
  if (!outcome.problems.empty()) what = "WRONG: " + outcome.problems.front();
  const std::string of = std::to_string(all);
  std::string number = std::to_string(done);
  number.insert(0, of.size() - std::min(of.size(), number.size()), ' ');
  return number + "/" + of + "  " + outcome.condition + ": " + what + "\n";
}

std::string RenderOutcome(const DrillReport& report, const Style& style) {
  const Outcome& outcome = report.outcomes.front();
  std::string text;
  for (const std::string& problem : outcome.problems) {
    text += style.Bad("WRONG") + ": " + problem + "\n";
  }
  if (text.empty()) text = style.Good("As it must be") + ": " + WhoWasCalled(outcome) + "\n";
  return text + SlowText(report);
}

std::string RenderDrillReport(const DrillReport& report, const Style& style) {
  std::string text = Table(report, style);
  const std::size_t passed = CountPassed(report);
  const std::size_t failed = report.outcomes.size() - passed;
  const std::string wrong = std::to_string(failed) + " wrong";
  text += "\n" + std::to_string(passed) + " as they must be, " +
          (failed == 0 ? wrong : style.Bad(wrong)) + "\n";
  return text + SlowText(report);
}

std::string DrillJson(const DrillReport& report) {
  OrderedJson conditions = OrderedJson::array();
  for (const Outcome& outcome : report.outcomes) conditions.push_back(OutcomeJson(outcome));
  return Dump(OrderedJson{{"passed", Passed(report)},
                          {"speed", report.speed},
                          {"too_slow", TextOrNull(report.slow)},
                          {"conditions", conditions}});
}

}  // namespace wa
