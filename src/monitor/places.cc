#include "monitor/places.h"

#include <sys/resource.h>

#include <algorithm>

#include "base/build.h"
#include "schedule/in_flight.h"
#include "web/server.h"

namespace wa {

void AllowManyFiles() {
  constexpr rlim_t kEnough = 65'536;
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= kEnough) return;
  limit.rlim_cur = std::min(limit.rlim_max, kEnough);
  setrlimit(RLIMIT_NOFILE, &limit);
}

CurlTransportOptions TransportOptions(const Config& config) {
  CurlTransportOptions options;
  // Sources and reloads may bring more accounts than there are at the start.
  const std::size_t places = InFlightLimit(config.accounts.size(), config.polling);
  const bool is_set = config.polling.max_in_flight != PollingConfig{}.max_in_flight;
  options.max_in_flight =
      (is_set ? places : std::max(places, kMostInFlight)) + config.polling.canary_urls.size();
  options.user_agent = "waba_exporter/" + ThisBuild().version;
  return options;
}

unsigned ClientPlaces(std::size_t requests, std::size_t addresses) {
  constexpr std::size_t kOtherDescriptors = 40;
  constexpr std::size_t kFew = 8;
  const unsigned most = WebServerOptions{}.connections;
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return most;
  const std::size_t all = limit.rlim_cur;
  const std::size_t ours = CurlTransport::kDescriptorsPerRequest * requests + kOtherDescriptors;
  const std::size_t left = (all - std::min(all, ours)) / std::max<std::size_t>(addresses, 1);
  return static_cast<unsigned>(std::clamp<std::size_t>(left, kFew, most));
}

}  // namespace wa
