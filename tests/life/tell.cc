#include "life/tell.h"

#include <algorithm>
#include <cstdio>

namespace wa::life {
namespace {

using std::chrono::duration_cast;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

std::string PlanName(std::int64_t plan) { return std::string(Name(static_cast<Plan>(plan))); }

std::string Sentence(const Happening& one) {
  const std::string lasts = " for " + Tell(one.lasts);
  switch (one.kind) {
    case Kind::kRestart:
      return one.whom + " restarts" + lasts + ".";
    case Kind::kKeyChange:
      return "The key of " + one.whom + " is refused" + lasts +
             ", until the new one is configured.";
    case Kind::kOutage:
      return one.whom + " has an outage: its accounts answer 500 or 502" + lasts + ".";
    case Kind::kSilence:
      return "Nobody answers at " + one.whom + lasts + ".";
    case Kind::kOffline:
      return "Our own network is down" + lasts + ".";
    case Kind::kCrash:
      return "The exporter dies at its call " + std::to_string(one.number) +
             " from here, and is started again after " +
             Tell(std::max<Duration>(one.lasts, seconds(1))) + ".";
    case Kind::kNoScrapes:
      return "Prometheus scrapes nothing" + lasts + ".";
    case Kind::kClockSet:
      return "The wall clock is set " + std::string(one.number < 0 ? "back" : "forward") + " by " +
             Tell(seconds(std::abs(one.number))) + ".";
    case Kind::kReload:
      return "The configuration is read again.";
    case Kind::kPlanChange:
      return one.whom + " has plan " + PlanName(one.number) + " from now on.";
    case Kind::kAway:
      return one.whom + " is not in the configuration" + lasts + ".";
  }
  return "";
}

}  // namespace

std::string Tell(Duration duration) {
  if (duration < Duration(0)) return "-" + Tell(-duration);
  const auto whole = duration_cast<seconds>(duration).count();
  std::string text;
  const auto add = [&](std::int64_t count, const char* unit) {
    if (count > 0) text += (text.empty() ? "" : " ") + std::to_string(count) + " " + unit;
  };
  add(whole / 3600, "h");
  add(whole / 60 % 60, "min");
  add(whole % 60, "s");
  return text.empty() ? "0 s" : text;
}

std::string Tell(SteadyTime moment) {
  const auto since = duration_cast<seconds>(SinceBeginning(moment)).count();
  char text[64];
  std::snprintf(text, sizeof text, "day %d, %02d:%02d:%02d", static_cast<int>(since / 86400 + 1),
                static_cast<int>(since / 3600 % 24), static_cast<int>(since / 60 % 60),
                static_cast<int>(since % 60));
  return text;
}

std::string Tell(const Life& life, const Violation& violation) {
  std::string text;
  for (const Member& member : life.members) {
    text += member.name + " is at " + member.provider + ", plan " + std::string(Name(member.plan)) +
            ".\n";
  }
  text += "Asked every " + Tell(life.polling.interval) + ", in trouble every " +
          Tell(life.polling.trouble_interval) + ".\n";
  for (const Happening& one : life.happenings) {
    if (Moment(one.at) > violation.at) break;
    text += Tell(Moment(one.at)) + ": " + Sentence(one) + "\n";
  }
  text += Tell(violation.at) + ": " + violation.text +
          ".\nBroken: " + std::string(Name(violation.rule)) + ".\n";
  return text;
}

}  // namespace wa::life
