#include "net/curl_transfer.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "base/text.h"
#include "net/curl_headers.h"
#include "net/curl_info.h"
#include "net/request_secrets.h"
#include "net/system_authorities.h"

namespace wa {
namespace {

long Milliseconds(Duration duration) {
  return std::max(1L, static_cast<long>(duration / std::chrono::milliseconds(1)));
}

// A connection, and what asks for its address before, take a few at the same time.
bool ShortOfDescriptors() {
  std::array<int, 4> some{};
  for (int& descriptor : some) descriptor = eventfd(0, EFD_CLOEXEC);
  const bool is_short = some.back() < 0;
  for (const int descriptor : some) {
    if (descriptor >= 0) close(descriptor);
  }
  return is_short;
}

// libcurl asks for an address on a thread of its own.
bool ShortOfThreads() {
  try {
    std::thread([] {}).join();
  } catch (const std::system_error&) {
    return true;
  }
  return false;
}

}  // namespace

CurlTransfer::CurlTransfer(const Clock& clock, const CurlTransportOptions& options,
                           std::unique_ptr<Exchange> exchange, bool is_repeated)
    : clock_(clock), options_(options), exchange_(std::move(exchange)), is_repeated_(is_repeated) {}

Status CurlTransfer::Prepare(CurlEasy easy) {
  easy_ = std::move(easy);
  if (!easy_) return Fail(ErrorCode::kInternal, "out of memory");
  auto headers = MakeHeaderList(request());
  if (!headers) return tl::unexpected(headers.error());
  headers_ = std::move(*headers);
  SetRequest();
  SetProtocol();
  SetTls();
  SetLimits();
  SetCallbacks();
  if (set_ == CURLE_OK) return {};
  return Fail(ErrorCode::kInternal,
              "libcurl refuses an option: " + std::string(curl_easy_strerror(set_)));
}

template <typename T>
void CurlTransfer::Set(CURLoption option, T value) {
  if (set_ == CURLE_OK) set_ = curl_easy_setopt(easy_.get(), option, value);
}

void CurlTransfer::SetRequest() {
  Set(CURLOPT_URL, AddressOf(request()).Reveal().data());  // libcurl copies it
  SetMethod();
  Set(CURLOPT_HTTPHEADER, headers_.get());
  Set(CURLOPT_USERAGENT, options_.user_agent.c_str());
  Set(CURLOPT_FOLLOWLOCATION, 0L);  // the key would follow
  Set(CURLOPT_PROXY, "");           // none from the environment either
}

// There is no other way to send anything but a GET without a body.
void CurlTransfer::SetMethod() {
  if (request().login.empty()) return Set(CURLOPT_HTTPGET, 1L);
  const std::string_view login = request().login.Reveal();
  Set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(login.size()));
  Set(CURLOPT_POSTFIELDS, login.data());
}

void CurlTransfer::SetProtocol() {
#if LIBCURL_VERSION_NUM >= 0x075500
  Set(CURLOPT_PROTOCOLS_STR, "http,https");
#else
  Set(CURLOPT_PROTOCOLS, static_cast<long>(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
  Set(CURLOPT_HTTP09_ALLOWED, 0L);
  Set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  // A moment's wait for a connection that may turn out to carry many requests at once. In clear
  // text it never does, and the wait would be for somebody else's answer.
  Set(CURLOPT_PIPEWAIT, ToLower(request().url.substr(0, 6)) == "https:" ? 1L : 0L);
}

void CurlTransfer::SetTls() {
  Set(CURLOPT_SSL_VERIFYPEER, 1L);
  Set(CURLOPT_SSL_VERIFYHOST, 2L);
  Set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  const std::string& given = request().ca_file;
  const std::string file = given.empty() ? SystemAuthorities() : given;
  if (file.empty()) return;
  Set(CURLOPT_CAINFO, file.c_str());
  // Whoever names a file trusts nobody else; the system's may be in a folder besides.
  if (!given.empty()) Set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
#if LIBCURL_VERSION_NUM >= 0x075700
  Set(CURLOPT_CA_CACHE_TIMEOUT, 10L);  // a file that was replaced would be believed after a day
#endif
}

// The deadline of the whole is not here: libcurl forgets it while a request waits for a connection.
void CurlTransfer::SetLimits() {
  Set(CURLOPT_CONNECTTIMEOUT_MS,
      Milliseconds(std::min(request().timeout, options_.connect_timeout)));
  Set(CURLOPT_DNS_CACHE_TIMEOUT, 60L);
  Set(CURLOPT_MAXLIFETIME_CONN, 3600L);  // so that a moved name is noticed
  Set(CURLOPT_TCP_KEEPALIVE, 1L);
  Set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(request().max_body_bytes));
  Set(CURLOPT_NOSIGNAL, 1L);
#if LIBCURL_VERSION_NUM >= 0x075700
  Set(CURLOPT_QUICK_EXIT, 1L);  // or the loop would wait for a resolver that hangs
#endif
}

void CurlTransfer::SetCallbacks() {
  Set(CURLOPT_HEADERFUNCTION, OnHeader);
  Set(CURLOPT_HEADERDATA, this);
  Set(CURLOPT_WRITEFUNCTION, OnBody);
  Set(CURLOPT_WRITEDATA, this);
  Set(CURLOPT_RESOLVER_START_FUNCTION, OnResolve);
  Set(CURLOPT_RESOLVER_START_DATA, this);
  Set(CURLOPT_PREREQFUNCTION, OnRequest);
  Set(CURLOPT_PREREQDATA, this);
  Set(CURLOPT_SOCKOPTFUNCTION, OnSocket);
  Set(CURLOPT_SOCKOPTDATA, this);
  Set(CURLOPT_ERRORBUFFER, error_.data());
}

std::size_t CurlTransfer::OnHeader(char* data, std::size_t size, std::size_t count,
                                   void* self) noexcept {
  auto& transfer = *static_cast<CurlTransfer*>(self);
  Exchange& exchange = *transfer.exchange_;
  const std::size_t bytes = size * count;
  if (!exchange.CountHeaders(bytes)) return 0;
  const std::string_view line = Trim(std::string_view(data, bytes));
  if (line.empty()) transfer.head_is_complete_ = true;
  if (line.substr(0, 5) == "HTTP/") {
    transfer.head_is_complete_ = false;
    exchange.BeginHead();
    return bytes;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return bytes;
  exchange.AddHeader(Trim(line.substr(0, colon)), Trim(line.substr(colon + 1)));
  return bytes;
}

std::size_t CurlTransfer::OnBody(char* data, std::size_t size, std::size_t count,
                                 void* self) noexcept {
  const std::size_t bytes = size * count;
  const bool taken = static_cast<CurlTransfer*>(self)->exchange_->AddBody({data, bytes});
  return taken ? bytes : 0;
}

int CurlTransfer::OnResolve(void*, void*, void* self) noexcept {
  static_cast<CurlTransfer*>(self)->resolver_asked_ = true;
  return 0;
}

// Also where libcurl asks again by itself.
int CurlTransfer::OnRequest(void* self, char*, char*, int, int) noexcept {
  static_cast<CurlTransfer*>(self)->exchange_->GoesOut();
  return CURL_PREREQFUNC_OK;
}

int CurlTransfer::OnSocket(void* self, curl_socket_t socket, curlsocktype) noexcept {
  // An HTTP/2 connection always has another request on it, so libcurl would never give up one that
  // went dead. The kernel does: unacknowledged for as long as connecting may take.
  const CurlTransportOptions& options = static_cast<CurlTransfer*>(self)->options_;
  const auto patience = static_cast<unsigned>(Milliseconds(options.connect_timeout));
  setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &patience, sizeof(patience));
  fcntl(socket, F_SETFD, FD_CLOEXEC);  // not for the commands that fetch keys
  return CURL_SOCKOPT_OK;
}

Progress CurlTransfer::progress() const { return ProgressOf(easy_.get(), resolver_asked_); }

HttpTiming CurlTransfer::Timing(SteadyTime ended) const {
  const auto began = exchange_->answer_began();
  const Duration transfer = began ? ended - *began : Duration(0);
  return TimingOf(easy_.get(), progress(), transfer, ended - exchange_->started());
}

std::string CurlTransfer::Detail(CURLcode code, TransportReason reason) const {
  if (reason == TransportReason::kLocal && ShortOfDescriptors()) {
    return "no file descriptors are left";
  }
  if (reason == TransportReason::kLocal && ShortOfThreads()) {
    return "no more threads may be started";
  }
  const bool said = error_.front() != '\0';
  if (code == CURLE_OPERATION_TIMEDOUT && !said) return "";  // ours
  return said ? error_.data() : curl_easy_strerror(code);
}

TransportFailure CurlTransfer::Failure(CURLcode code, SteadyTime ended) {
  TransportFailure failure;
  failure.reason = ReasonFor(code, progress());
  const bool no_way_out =
      failure.reason == TransportReason::kDns || failure.reason == TransportReason::kConnect;
  if (failure.reason == TransportReason::kConnect && IsNoRoute(ErrnoOf(easy_.get()))) {
    failure.reason = TransportReason::kRoute;
  }
  if (no_way_out && (ShortOfDescriptors() || ShortOfThreads())) {
    failure.reason = TransportReason::kLocal;
  }
  if (exchange_->has_too_many_headers()) failure.reason = TransportReason::kProtocol;
  failure.detail = Detail(code, failure.reason);
  failure.timing = Timing(ended);
  failure.status = StatusOf(easy_.get());
  return failure;
}

bool CurlTransfer::MayBeAskedAgain(CURLcode code) const {
  if (is_repeated_ || !request().login.empty() || !ReusedConnection(easy_.get())) return false;
  // A server that ends one stream has seen it; only libcurl's words tell that from a connection
  // that ended: "HTTP/2 stream 5 was not closed cleanly: INTERNAL_ERROR (err 2)".
  const bool is_stream_alone =
      std::string_view(error_.data()).find("(err ") != std::string_view::npos;
  return !is_stream_alone && ReasonFor(code, progress()) == TransportReason::kReset;
}

Completion CurlTransfer::Finish(CURLcode code) {
  const SteadyTime ended = clock_.Steady();
  // libcurl takes headers that break off for all of them, and a 1xx for an answer.
  if (code == CURLE_OK && !head_is_complete_) code = CURLE_PARTIAL_FILE;
  if (code == CURLE_OK && StatusOf(easy_.get()) == 0) code = CURLE_WEIRD_SERVER_REPLY;
  if (code != CURLE_OK) return exchange_->Failed(Failure(code, ended), ended);
  HttpResponse meta;
  meta.status = StatusOf(easy_.get());
  meta.timing = Timing(ended);
  meta.protocol = ProtocolOf(easy_.get());
  meta.remote = RemoteOf(easy_.get());
  meta.reused_connection = ReusedConnection(easy_.get());
  return exchange_->Answered(std::move(meta), ended);
}

Completion CurlTransfer::Refuse(const Error& why) const {
  TransportFailure failure;
  failure.reason = TransportReason::kLocal;
  failure.detail = why.message;
  return exchange_->Failed(std::move(failure), clock_.Steady());
}

CurlEasy CurlTransfer::TakeHandle() {
  curl_easy_reset(easy_.get());
  return std::move(easy_);
}

}  // namespace wa
