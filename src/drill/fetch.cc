#include "drill/fetch.h"

#include <utility>
#include <vector>

#include "net/curl_transport.h"

namespace wa::drill {
namespace {

using namespace std::chrono_literals;

constexpr Duration kTimeout = 5s;
constexpr std::size_t kMostBytes = 64u << 20;  // of a Prometheus with many alerts

}  // namespace

Result<Fetcher> Fetcher::Make(const Clock& clock) {
  auto transport = CurlTransport::Make(clock, {});
  if (!transport) return tl::unexpected(transport.error());
  return Fetcher(clock, std::move(*transport));
}

Result<std::string> Fetcher::Get(const std::string& url) {
  HttpRequest request;
  request.url = url;
  request.timeout = kTimeout;
  request.max_body_bytes = kMostBytes;
  transport_->Start(++last_, std::move(request));
  std::vector<Completion> done;
  // Each Start() is answered within its timeout.
  while (done.empty()) done = transport_->Wait(clock_->Steady() + kTimeout);
  auto& outcome = done.front().outcome;
  if (!outcome) return Fail(ErrorCode::kIo, url + ": " + outcome.error().detail);
  if (outcome->status == 200) return std::move(outcome->body);
  return Fail(ErrorCode::kIo, url + " answered " + std::to_string(outcome->status));
}

}  // namespace wa::drill
