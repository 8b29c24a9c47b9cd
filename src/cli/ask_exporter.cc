#include "cli/ask_exporter.h"

#include <chrono>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "net/curl_transport.h"

namespace wa {
namespace {

constexpr Duration kTimeout = std::chrono::seconds(5);

}  // namespace

Result<HttpResponse> AskExporter(const std::string& url) {
  const RealClock clock;
  auto transport = CurlTransport::Make(clock, {});
  if (!transport) return tl::unexpected(transport.error());
  HttpRequest request;
  request.url = url;
  request.timeout = kTimeout;
  (*transport)->Start(1, std::move(request));
  const SteadyTime until = clock.Steady() + 2 * kTimeout;
  std::vector<Completion> done;
  while (done.empty() && clock.Steady() < until) done = (*transport)->Wait(until);
  if (done.empty()) return Fail(ErrorCode::kIo, "no answer from " + url);
  auto& outcome = done.front().outcome;
  if (!outcome) return Fail(ErrorCode::kIo, outcome.error().detail);
  return std::move(*outcome);
}

}  // namespace wa
