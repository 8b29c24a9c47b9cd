#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"

namespace wa::drill {

// A Prometheus and Alertmanager of the user's, which the drill neither starts nor changes.
struct OwnPrometheus {
  std::string url;       // without a trailing slash
  std::string exporter;  // "HOST:PORT" where the drill's exporter listens for it
  std::string receiver;  // "HOST:PORT" where Alertmanager's receiver `drill` posts to
};

// The name of the job that scrapes the drill's exporter. Rules keep it as a label, and
// alerts/alertmanager.yml routes it to the receiver `drill`, so that nobody is called.
inline constexpr std::string_view kDrillJob = "waba-drill";

// What must be added to its `scrape_configs`.
std::string ScrapeSnippet(const OwnPrometheus& own);

// What the two say of themselves: configurations, YAML.
struct OwnConfigs {
  std::string prometheus;
  std::string routes;  // of one of its Alertmanagers
};
// Blocks. An error, too, if an Alertmanager has no route for kDrillJob: then a drill would call
// whoever is on call. REQUIRES: `clock` outlives the call.
Result<OwnConfigs> AskConfigs(const OwnPrometheus& own, const Clock& clock);

}  // namespace wa::drill
