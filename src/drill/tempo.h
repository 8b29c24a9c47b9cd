#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "config/config.h"

// How fast a drill runs. Every duration that somebody configured (intervals, graces, `for`, ranges,
// group_wait) is divided by the speed, but for floors below which the programs do not go. Pure.
namespace wa::drill {

struct Tempo {
  double speed = 1;  // over 0
  // The shortest interval in which something is done again and again. At least a second: the
  // exporter polls no faster, and Prometheus should not.
  Duration floor = std::chrono::seconds(1);

  Duration Scaled(Duration real) const;
  // The same of such an interval: at least `floor`, unless `real` itself is shorter.
  Duration ScaledCycle(Duration real) const;
};

// A duration as YAML files of Prometheus have it: "5m", "1h30m", "250ms", "1w", "1y". Nothing for
// anything else.
std::optional<Duration> ParsePromDuration(std::string_view text);
// In milliseconds, at least one unless it is 0: "5000ms", "0s".
std::string FormatPromDuration(Duration duration);

// The text of a rules file or of Prometheus' configuration with its durations scaled: the values of
// `for`, `keep_firing_for`, `interval`, `scrape_interval`, `scrape_timeout` and
// `evaluation_interval` (the last four at least the floor), ranges in brackets and offsets.
// Comments and texts are left alone, as are numbers of seconds in expressions, and names that tell
// of a range.
std::string ScaleRules(std::string_view yaml, const Tempo& tempo);

// The same text with lines "> 180" and "< time() - 180" of expressions divided, where `seconds` is
// 180 s. Other numbers stay: most are no times.
std::string ScaleSeconds(std::string_view yaml, Duration seconds, const Tempo& tempo);

// The longest value of the key ("keep_firing_for") in the text; nothing if there is none.
std::optional<Duration> Longest(std::string_view yaml, std::string_view key);

// The exporter's polling, none shorter than the floor.
PollingConfig ScalePolling(const PollingConfig& real, const Tempo& tempo);

}  // namespace wa::drill
