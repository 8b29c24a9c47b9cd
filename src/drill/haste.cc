#include "drill/haste.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/text.h"

namespace wa::drill {
namespace {

using namespace std::chrono_literals;

// A look asks three processes, twice a second at most.
constexpr Duration kLongestLook = 2s;

std::string Shown(Duration duration) {
  using Tenths = std::chrono::duration<std::int64_t, std::deci>;
  return FormatDuration(std::chrono::round<Tenths>(duration));
}

}  // namespace

bool IsLate(Duration poll, const Cadence& cadence) { return poll > cadence.interval / 2 + 1s; }

Haste Both(const Haste& a, const Haste& b) {
  Haste both{std::max(a.look, b.look), std::max(a.poll, b.poll), a.evaluations};
  if (b.evaluations) both.evaluations = a.evaluations.value_or(0) + *b.evaluations;
  return both;
}

std::string WhatWasSlow(const Haste& haste) {
  std::string text;
  const auto add = [&](const std::string& what) { text += (text.empty() ? "" : ", ") + what; };
  if (haste.evaluations.value_or(0) > 0) {
    const auto missed = static_cast<long>(std::lround(*haste.evaluations));
    add("Prometheus left out " + std::to_string(missed) + " evaluation" + (missed == 1 ? "" : "s") +
        " of rules");
  }
  if (haste.poll) add("a poll was " + Shown(*haste.poll) + " late");
  if (haste.look > kLongestLook) add("the drill could not look for " + Shown(haste.look));
  return text;
}

std::optional<double> ReadMissedEvaluations(std::string_view metrics) {
  constexpr std::string_view kName = "prometheus_rule_group_iterations_missed_total{";
  std::optional<double> sum;
  while (!metrics.empty()) {
    const std::string_view line = metrics.substr(0, metrics.find('\n'));
    metrics.remove_prefix(std::min(line.size() + 1, metrics.size()));
    const std::size_t end = line.rfind("} ");
    if (!line.starts_with(kName) || end == line.npos) continue;
    sum = sum.value_or(0) + std::strtod(std::string(line.substr(end + 2)).c_str(), nullptr);
  }
  return sum;
}

}  // namespace wa::drill
