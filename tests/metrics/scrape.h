#pragma once

#include <cstdlib>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "metrics/exposition.h"
#include "metrics/fleet_for_metrics.h"

namespace wa::test {

inline BuildInfo TestBuild() { return {"1.2.3", "0123abc", "gcc 12.2.0"}; }

inline std::vector<std::string_view> TestHandlers() { return {"status", "metrics", "other"}; }

inline MetricsSource SourceOf(std::shared_ptr<const FleetSnapshot> snapshot) {
  return {.snapshot = [snapshot = std::move(snapshot)] { return snapshot; },
          .exporter = [] { return ExporterState{}; },
          .now = [] { return kNow; }};
}

inline std::string TextOf(const MetricsSource& source) {
  const auto text =
      Exposition(source, TestBuild(), TestHandlers()).Text(TextFormat::kPrometheus, false);
  return text == nullptr ? "" : *text;
}

// What a server makes of an exposition: the value of each series, by its name and labels as
// written.
using Samples = std::map<std::string, double>;

inline Samples ParseSamples(const std::string& text) {
  Samples samples;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::size_t blank = line.rfind(' ');
    samples[line.substr(0, blank)] = std::strtod(line.c_str() + blank + 1, nullptr);
  }
  return samples;
}

inline Samples Scrape(std::shared_ptr<const FleetSnapshot> snapshot) {
  return ParseSamples(TextOf(SourceOf(std::move(snapshot))));
}

// Those whose name and labels hold `part`.
inline Samples Holding(const Samples& samples, std::string_view part) {
  Samples found;
  for (const auto& sample : samples) {
    if (sample.first.find(part) != std::string::npos) found.insert(sample);
  }
  return found;
}

}  // namespace wa::test
