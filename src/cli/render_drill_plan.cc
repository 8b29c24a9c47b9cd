#include "cli/render_drill_plan.h"

#include <algorithm>

#include "base/text.h"
#include "cli/layout.h"
#include "cli/speed.h"

namespace wa {
namespace {

using drill::Called;
using drill::Expectation;

// From its beginning until it is over, at most.
Duration Longest(const drill::Actor& actor, const Expectation& expectation) {
  if (expectation.called == Called::kNobody) {
    return expectation.played + expectation.latest - expectation.earliest;
  }
  const Duration end = actor.play->CanEnd() ? expectation.ending : Duration(0);
  return std::max(expectation.played, expectation.latest) + end;
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

// What decides about its expectation, in a few words.
std::string WhyExpected(const drill::Actor& actor, const Expectation& expectation) {
  if (actor.play->instead) return "alert " + actor.play->instead->alert;
  if (expectation.severity == Severity::kInfo) return "severity info";
  return "may last " + FormatDuration(actor.grace);
}

}  // namespace

// "10:41.3": tenths, since "0:20 is over 0:20" helps nobody.
std::string Elapsed(Duration duration) {
  const auto tenths = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count() / 100;
  return FormatClock(duration) + "." + std::to_string(tenths % 10);
}

std::string ExpectedText(const Expectation& expectation) {
  if (expectation.called == Called::kNobody) return "nobody is called";
  const std::string window = Elapsed(expectation.earliest) + " - " + Elapsed(expectation.latest);
  return (expectation.called == Called::kOnce ? "" : "perhaps ") + window;
}

OrderedJson ExpectedJson(const Expectation& expected) {
  return {{"called", CalledText(expected.called)},
          {"severity", Name(expected.severity)},
          {"grace_seconds", SecondsJson(expected.grace)},
          {"earliest_seconds", SecondsJson(expected.earliest)},
          {"latest_seconds", SecondsJson(expected.latest)}};
}

std::string RenderDrillPlan(const drill::Act& act, const Style& style) {
  const drill::Actor& actor = act.setup.cast.front();
  const drill::Cadence cadence = drill::CadenceOf(act.setup);
  const Expectation expectation = drill::ExpectationOf(actor, act.setup, act.played);
  FieldList fields;
  fields.Add("Condition", actor.condition->slug + ", " + std::string(Name(expectation.severity)) +
                              ": " + actor.condition->title);
  if (actor.play->instead) {
    fields.Add("Alert", actor.play->instead->alert + ": " + actor.play->instead->why);
  } else {
    fields.Add("May last", FormatDuration(actor.grace));
  }
  if (actor.play->takes > Duration(0)) {
    fields.Add("Built in",
               FormatDuration(actor.play->takes) + " until it is told, which no speed shortens");
  }
  if (actor.accounts.size() > 1) {
    fields.Add("Accounts", std::to_string(actor.accounts.size()) + " of one provider, all of them");
  }
  if (act.setup.tempo.speed != 1) {
    fields.Add("Speed", SpeedText(act.setup.tempo.speed) +
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

std::string RenderDrillsPlan(const std::vector<drill::Act>& acts, const Style& style) {
  std::size_t conditions = 0;
  Duration longest{0};
  std::string others;
  for (const drill::Act& act : acts) {
    conditions += act.setup.cast.size();
    for (const drill::Actor& actor : act.setup.cast) {
      longest =
          std::max(longest, Longest(actor, drill::ExpectationOf(actor, act.setup, act.played)));
    }
    if (act.setup.cast.size() > 1) continue;
    others += (others.empty() ? "" : ", ") + act.setup.cast.front().condition->slug + " (" +
              SpeedText(act.setup.tempo.speed) + ")";
  }
  std::string text = std::to_string(conditions) + " conditions, all at once, " +
                     SpeedText(acts.front().setup.tempo.speed) +
                     " times as fast as usual: over within " + FormatClock(longest) + " minutes.";
  if (!others.empty()) {
    text += " With an exporter of its own each, and times as fast: " + others + ".";
  }
  return Wrap(text, style.width, "");
}

std::string RenderPlanTable(const std::vector<drill::Act>& acts, const Style& style) {
  TextTable table({{"condition"}, {"severity"}, {"played by"}, {"expected"}, {"why"}});
  for (const drill::Act& act : acts) {
    for (const drill::Actor& actor : act.setup.cast) {
      const Expectation expectation = drill::ExpectationOf(actor, act.setup, act.played);
      table.Add({actor.condition->slug, std::string(Name(expectation.severity)),
                 std::string(Name(actor.play->by)), ExpectedText(expectation),
                 WhyExpected(actor, expectation)});
    }
  }
  return table.Render(style);
}

std::string DrillPlanJson(const std::vector<drill::Act>& acts) {
  OrderedJson conditions = OrderedJson::array();
  for (const drill::Act& act : acts) {
    for (const drill::Actor& actor : act.setup.cast) {
      const Expectation expectation = drill::ExpectationOf(actor, act.setup, act.played);
      conditions.push_back(
          {{"condition", actor.condition->slug},
           {"speed", act.setup.tempo.speed},
           {"played_by", Name(actor.play->by)},
           {"alert", TextOrNull(actor.play->instead ? actor.play->instead->alert : std::string())},
           {"expected", ExpectedJson(expectation)}});
    }
  }
  return Dump(OrderedJson{{"conditions", conditions}});
}

}  // namespace wa
