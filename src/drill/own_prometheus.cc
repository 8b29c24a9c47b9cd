#include "drill/own_prometheus.h"

#include "drill/fetch.h"
#include "drill/seen.h"

namespace wa::drill {

std::string ScrapeSnippet(const OwnPrometheus& own) {
  return "  - job_name: " + std::string(kDrillJob) + "\n    static_configs:\n      - targets: [\"" +
         own.exporter + "\"]\n";
}

Result<std::string> ConfigOf(const OwnPrometheus& own, const Clock& clock) {
  auto fetcher = Fetcher::Make(clock);
  if (!fetcher) return tl::unexpected(fetcher.error());
  return fetcher->Get(own.url + "/api/v1/status/config").and_then([](const std::string& json) {
    return ReadPrometheusConfig(json);
  });
}

}  // namespace wa::drill
