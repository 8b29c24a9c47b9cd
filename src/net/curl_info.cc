#include "net/curl_info.h"

#include <string.h>

#include <algorithm>

namespace wa {
namespace {

long Number(CURL* easy, CURLINFO info) {
  long number = 0;
  curl_easy_getinfo(easy, info, &number);
  return number;
}

// From the start; 0 if it was not reached.
Duration Moment(CURL* easy, CURLINFO info) {
  curl_off_t microseconds = 0;
  curl_easy_getinfo(easy, info, &microseconds);
  return std::chrono::microseconds(microseconds);
}

bool Reached(CURL* easy, CURLINFO info) { return Moment(easy, info) > Duration(0); }

Duration Sum(const HttpTiming& timing) {
  return timing.resolve + timing.connect + timing.tls + timing.processing + timing.transfer;
}

Duration& UnderWay(CURL* easy, Progress progress, HttpTiming& timing) {
  switch (progress) {
    case Progress::kResolving:
      return timing.resolve;
    case Progress::kConnecting:  // libcurl 7.88 tells of TCP only when TLS is there, too
      return Reached(easy, CURLINFO_CONNECT_TIME_T) ? timing.tls : timing.connect;
    case Progress::kWaiting:
      return timing.processing;
    case Progress::kAnswering:
      break;
  }
  return timing.connect;
}

}  // namespace

long ErrnoOf(CURL* easy) { return Number(easy, CURLINFO_OS_ERRNO); }

int StatusOf(CURL* easy) {
  const long status = Number(easy, CURLINFO_RESPONSE_CODE);
  return status < 200 ? 0 : static_cast<int>(status);
}

std::string ProtocolOf(CURL* easy) {
  switch (Number(easy, CURLINFO_HTTP_VERSION)) {
    case CURL_HTTP_VERSION_1_0:
      return "HTTP/1.0";
    case CURL_HTTP_VERSION_1_1:
      return "HTTP/1.1";
    case CURL_HTTP_VERSION_2_0:
      return "HTTP/2";
    default:
      return "HTTP";
  }
}

std::string RemoteOf(CURL* easy) {
  char* address = nullptr;
  curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &address);
  if (address == nullptr || *address == '\0') return "";
  const std::string port = std::to_string(Number(easy, CURLINFO_PRIMARY_PORT));
  const bool ipv6 = strchr(address, ':') != nullptr;
  return (ipv6 ? "[" + std::string(address) + "]" : std::string(address)) + ":" + port;
}

bool ReusedConnection(CURL* easy) { return Number(easy, CURLINFO_NUM_CONNECTS) == 0; }

Progress ProgressOf(CURL* easy, bool resolver_asked) {
  if (StatusOf(easy) != 0) return Progress::kAnswering;
  if (Reached(easy, CURLINFO_PRETRANSFER_TIME_T)) return Progress::kWaiting;
  const bool resolving = resolver_asked && !Reached(easy, CURLINFO_NAMELOOKUP_TIME_T);
  return resolving ? Progress::kResolving : Progress::kConnecting;
}

HttpTiming TimingOf(CURL* easy, Progress progress, Duration transfer, Duration total) {
  HttpTiming timing;
  Duration before{0};
  const auto until = [&](CURLINFO info) {
    const Duration at = Moment(easy, info);
    const Duration spent = std::max(at - before, Duration(0));
    before = std::max(before, at);
    return spent;
  };
  timing.resolve = until(CURLINFO_NAMELOOKUP_TIME_T);
  timing.connect = until(CURLINFO_CONNECT_TIME_T);
  timing.tls = until(CURLINFO_APPCONNECT_TIME_T);
  timing.processing = until(CURLINFO_STARTTRANSFER_TIME_T);
  timing.transfer = transfer;
  timing.total = std::max(total, Sum(timing));
  UnderWay(easy, progress, timing) += timing.total - Sum(timing);
  return timing;
}

}  // namespace wa
