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

  Duration Scaled(Duration real) const;
  // The same, and at least `floor` unless `real` itself is shorter.
  Duration Scaled(Duration real, Duration floor) const;
};

// A duration as YAML files of Prometheus have it: "5m", "1h30m", "250ms", "1w", "1y". Nothing for
// anything else.
std::optional<Duration> ParsePromDuration(std::string_view text);
// In milliseconds, at least one unless it is 0: "5000ms", "0s".
std::string FormatPromDuration(Duration duration);

// The text of a rules file or of Prometheus' configuration with its durations scaled: the values of
// `for`, `keep_firing_for`, `interval`, `scrape_interval`, `scrape_timeout` and
// `evaluation_interval` (the last four at least a second), and ranges in brackets. Comments and
// texts are left alone, as are numbers of seconds in expressions, and names that tell of a range.
std::string ScaleRules(std::string_view yaml, const Tempo& tempo);

// The longest value of the key ("keep_firing_for") in the text; nothing if there is none.
std::optional<Duration> Longest(std::string_view yaml, std::string_view key);

// The exporter's polling, with its own floors: intervals of at least a second.
PollingConfig ScalePolling(const PollingConfig& real, const Tempo& tempo);

}  // namespace wa::drill
