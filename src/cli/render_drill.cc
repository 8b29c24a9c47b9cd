#include "cli/render_drill.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/text.h"
#include "cli/json_values.h"
#include "cli/layout.h"

namespace wa {
namespace {

using drill::Called;
using drill::Expectation;
using drill::Happening;
using drill::Outcome;
using drill::Step;

constexpr std::size_t kIndent = 2;

// "10:41.3": tenths, since "0:20 is over 0:20" helps nobody.
std::string Elapsed(Duration duration) {
  const auto tenths = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count() / 100;
  return FormatClock(duration) + "." + std::to_string(tenths % 10);
}

std::string StepText(const Happening& happening) {
  switch (happening.step) {
    case Step::kPlayed:
      return "the account has it from now on";
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
      return "the account is well again";
    case Step::kRecovered:
      return "the exporter has no incident any more";
    case Step::kAlertEnded:
      return "Prometheus has no alert any more";
    case Step::kResolved:
      return happening.alert + " at receiver " + happening.receiver;
  }
  return "";
}

std::string ExpectedText(const Expectation& expectation) {
  if (expectation.called == Called::kNobody) return "nobody is called";
  const std::string window = Elapsed(expectation.earliest) + " - " + Elapsed(expectation.latest);
  return (expectation.called == Called::kOnce ? "" : "perhaps ") + window;
}

std::string At(const Outcome& outcome, Step step) {
  const Happening* first = outcome.timeline.First(step);
  return first == nullptr ? "-" : Elapsed(first->at);
}

std::string Receiver(const Outcome& outcome) {
  const Happening* first = outcome.timeline.First(Step::kNotified);
  return first == nullptr ? "-" : first->receiver;
}

std::string CalledText(Called called) {
  switch (called) {
    case Called::kOnce:
      return "once";
    case Called::kNobody:
      return "nobody";
    case Called::kEither:
      return "either";
  }
  return "";
}

OrderedJson HappeningJson(const Happening& happening) {
  return {{"step", Name(happening.step)},
          {"seconds", Seconds(happening.at)},
          {"alert", TextOrNull(happening.alert)},
          {"severity", TextOrNull(happening.severity)},
          {"receiver", TextOrNull(happening.receiver)}};
}

OrderedJson OutcomeJson(const Outcome& outcome) {
  const Expectation& expected = outcome.expectation;
  OrderedJson steps = OrderedJson::array();
  for (const Happening& one : outcome.timeline.happenings) steps.push_back(HappeningJson(one));
  return {{"condition", outcome.condition},
          {"passed", outcome.problems.empty()},
          {"problems", outcome.problems},
          {"expected",
           {{"called", CalledText(expected.called)},
            {"severity", Name(expected.severity)},
            {"grace_seconds", SecondsJson(expected.grace)},
            {"earliest_seconds", SecondsJson(expected.earliest)},
            {"latest_seconds", SecondsJson(expected.latest)}}},
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

std::string RenderDrillPlan(const drill::Setup& setup, const Expectation& expectation,
                            const Style& style) {
  const drill::Actor& actor = setup.cast.front();
  const drill::Cadence cadence = drill::CadenceOf(setup);
  FieldList fields;
  fields.Add("Condition", actor.condition->slug + ", " +
                              std::string(Name(actor.condition->severity)) + ": " +
                              actor.condition->title);
  fields.Add("May last", FormatDuration(actor.grace));
  if (setup.tempo.speed != 1) {
    std::array<char, 32> speed{};
    std::snprintf(speed.data(), speed.size(), "%g", setup.tempo.speed);
    fields.Add("Speed", std::string(speed.data()) +
                            " times as fast as usual; times below are of the clock on the wall");
  }
  fields.Add("Polls", "every " + FormatDuration(cadence.interval) + ", in trouble " +
                          FormatDuration(cadence.trouble_interval));
  fields.Add("Prometheus", "scrapes every " + FormatDuration(cadence.scrape) +
                               ", evaluates every " + FormatDuration(cadence.evaluation));
  fields.Add("Expected", expectation.called == Called::kNobody
                             ? "nobody is called"
                             : "one notification, after " + ExpectedText(expectation));
  return fields.Render(style, "");
}

std::string RenderHappening(const Happening& happening, const Style& style) {
  constexpr std::size_t kTime = 9;
  constexpr std::size_t kStep = 13;
  const std::string time = Elapsed(happening.at);
  std::string step(Name(happening.step));
  step.resize(std::max(kStep, step.size()), ' ');
  const std::string text = StepText(happening);
  const bool bad = happening.step == Step::kOverdue || happening.step == Step::kFiring ||
                   happening.step == Step::kNotified;
  return std::string(kTime - std::min(kTime, time.size()), ' ') + time + std::string(kIndent, ' ') +
         (bad ? style.Warning(step) : step) + text + "\n";
}

std::string RenderOutcome(const Outcome& outcome, const Style& style) {
  if (outcome.problems.empty()) {
    return style.Good("As it must be") + ": " +
           (outcome.timeline.Has(Step::kNotified) ? "one notification, in time.\n"
                                                  : "nobody was called.\n");
  }
  std::string text;
  for (const std::string& problem : outcome.problems) {
    text += style.Bad("WRONG") + ": " + problem + "\n";
  }
  return text;
}

std::string RenderDrillReport(const DrillReport& report, const Style& style) {
  std::string text = Table(report, style);
  if (!report.not_played.empty()) text += "\nNot played:\n";
  for (const drill::Play& play : report.not_played) {
    text += Wrap(play.condition + ": " + play.why_not, style.width, "  ");
  }
  const std::size_t passed = CountPassed(report);
  const std::size_t failed = report.outcomes.size() - passed;
  text += "\n" + std::to_string(passed) + " as they must be, ";
  const std::string wrong = std::to_string(failed) + " wrong";
  text += (failed == 0 ? wrong : style.Bad(wrong)) + ", " +
          std::to_string(report.not_played.size()) + " not played\n";
  return text;
}

std::string DrillJson(const DrillReport& report) {
  OrderedJson conditions = OrderedJson::array();
  for (const Outcome& outcome : report.outcomes) conditions.push_back(OutcomeJson(outcome));
  OrderedJson not_played = OrderedJson::array();
  for (const drill::Play& play : report.not_played) {
    not_played.push_back({{"condition", play.condition}, {"reason", play.why_not}});
  }
  return Dump(OrderedJson{{"passed", Passed(report)},
                          {"speed", report.speed},
                          {"conditions", conditions},
                          {"not_played", not_played}});
}

}  // namespace wa
