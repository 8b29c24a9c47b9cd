#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "drill/expectation.h"

// Whether the machine kept up with the speed of the drill, so that a page that is late because the
// processes of the drill were is not taken for one of late rules. Pure.
namespace wa::drill {

// How late those were that must be in time; unset: nobody could say.
struct Haste {
  Duration look{0};              // the longest time between two looks of the drill
  std::optional<Duration> poll;  // the exporter's most overdue poll
  std::optional<double>
      evaluations;  // of rules, that Prometheus left out because one took too long
};

// A poll may be late by a part of its interval.
bool IsLate(Duration poll, const Cadence& cadence);

// Of several acts, the worst of each; evaluations add up.
Haste Both(const Haste& a, const Haste& b);

// What was too slow, for people; empty: nothing was. A poll is named if it is there.
std::string WhatWasSlow(const Haste& haste);

// Prometheus' own /metrics: evaluations that it left out. Nothing if it does not tell.
std::optional<double> ReadMissedEvaluations(std::string_view metrics);

}  // namespace wa::drill
