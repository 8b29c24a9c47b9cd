#include "drill/own_prometheus.h"

#include <utility>

#include "drill/fetch.h"
#include "drill/seen.h"

namespace wa::drill {
namespace {

tl::unexpected<Error> NoRoute(const std::string& url) {
  return Fail(ErrorCode::kNotFound,
              "the Alertmanager " + url + " has no route for job \"" + std::string(kDrillJob) +
                  "\": a drill would call whoever is on call. Take the route and the receiver "
                  "'drill' from alerts/alertmanager.yml");
}

}  // namespace

std::string ScrapeSnippet(const OwnPrometheus& own) {
  return "  - job_name: " + std::string(kDrillJob) + "\n    static_configs:\n      - targets: [\"" +
         own.exporter + "\"]\n";
}

Result<OwnConfigs> AskConfigs(const OwnPrometheus& own, const Clock& clock) {
  auto fetcher = Fetcher::Make(clock);
  if (!fetcher) return tl::unexpected(fetcher.error());
  auto prometheus = fetcher->Get(own.url + "/api/v1/status/config").and_then([](const auto& json) {
    return ReadPrometheusConfig(json);
  });
  if (!prometheus) return tl::unexpected(prometheus.error());
  const auto urls = fetcher->Get(own.url + "/api/v1/alertmanagers").and_then([](const auto& json) {
    return ReadAlertmanagers(json);
  });
  if (!urls) return tl::unexpected(urls.error());
  if (urls->empty()) return Fail(ErrorCode::kIo, own.url + " has no Alertmanager");
  OwnConfigs configs{std::move(*prometheus), ""};
  for (const std::string& url : *urls) {
    auto routes = fetcher->Get(url + "/api/v2/status").and_then([](const auto& json) {
      return ReadAlertmanagerConfig(json);
    });
    if (!routes) return tl::unexpected(routes.error());
    if (routes->find(kDrillJob) == std::string::npos) return NoRoute(url);
    configs.routes = std::move(*routes);
  }
  return configs;
}

}  // namespace wa::drill
