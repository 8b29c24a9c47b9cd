#include "net/curl_transport.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <iterator>
#include <thread>
#include <unordered_map>
#include <utility>

#include "net/curl_handle.h"
#include "net/curl_transfer.h"
#include "net/http2_pool.h"
#include "net/introductions.h"

namespace wa {
namespace {

constexpr std::size_t kOtherDescriptors = 256;  // database, logs, clients of our own server
// Nobody can end the system's resolver; by itself it gives up after about so long.
constexpr Duration kResolverMayHang = std::chrono::seconds(30);

// Waking up costs more than reading an answer. So where many are awaited, the first waits in its
// socket for those that come right behind it; where few are, each is read, and timed, at once.
constexpr Duration kGather = std::chrono::milliseconds(20);
constexpr std::size_t kMany = 16;

// A suspended machine may not notice that a longer wait is over.
constexpr Duration kLongestSleep = std::chrono::minutes(1);

std::size_t InFlightLimit(std::size_t wanted) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return wanted;
  const std::size_t all = limit.rlim_cur;
  const std::size_t ours = all > 2 * kOtherDescriptors ? all - kOtherDescriptors : all / 2;
  return std::max<std::size_t>(1, std::min(wanted, ours / CurlTransport::kDescriptorsPerRequest));
}

}  // namespace

class CurlTransport::Impl {
 public:
  Impl(const Clock& clock, CurlTransportOptions options, CurlMulti multi, CurlShare share)
      : clock_(clock),
        options_(std::move(options)),
        multi_(std::move(multi)),
        share_(std::move(share)),
        pool_(clock, options_.user_agent, options_.connect_timeout) {
    options_.max_in_flight = InFlightLimit(options_.max_in_flight);
    const auto set = [&](CURLMoption option, std::size_t value) {
      curl_multi_setopt(multi_.get(), option, static_cast<long>(value));
    };
    set(CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
    set(CURLMOPT_MAXCONNECTS, options_.max_in_flight);
    set(CURLMOPT_MAX_TOTAL_CONNECTIONS, options_.max_in_flight);
    set(CURLMOPT_MAX_HOST_CONNECTIONS, options_.max_connections_per_host);
    // By itself each handle remembers only the TLS sessions that it made.
    curl_share_setopt(share_.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    for (auto& [easy, transfer] : flying_) curl_multi_remove_handle(multi_.get(), easy);
  }

  std::size_t Capacity() const {
    const auto hanging =
        hanging_.end() - std::upper_bound(hanging_.begin(), hanging_.end(), clock_.Steady());
    const std::size_t used = InFlight() + refused_.size() + static_cast<std::size_t>(hanging);
    return options_.max_in_flight - std::min(used, options_.max_in_flight);
  }

  void Start(TransferId id, HttpRequest request) {
    auto exchange = std::make_unique<Exchange>(clock_, id, std::move(request));
    next_deadline_ = std::min(next_deadline_, exchange->Deadline());
    Launch(std::move(exchange));
  }

  std::vector<Completion> Wait(SteadyTime until) {
    while (true) {
      int running = 0;
      curl_multi_perform(multi_.get(), &running);
      std::vector<Completion> done;
      TakeFinished(&done);
      TurnPool(&done);
      LaunchWaiting();
      const SteadyTime now = clock_.Steady();
      if (now >= next_deadline_) TakeExpired(now, &done);
      std::move(refused_.begin(), refused_.end(), std::back_inserter(done));
      refused_.clear();
      if (!done.empty() || now >= until || woken_.exchange(false)) return done;
      Sleep(std::min({until, next_deadline_, pool_.Deadline()}) - now);
    }
  }

  void Wake() {
    woken_ = true;
    curl_multi_wakeup(multi_.get());
  }

 private:
  std::size_t InFlight() const { return flying_.size() + pool_.open() + waiting_.size(); }

  void Launch(std::unique_ptr<Exchange> exchange) {
    const Http2Pool::Offer offer = pool_.Take(&exchange);
    if (offer == Http2Pool::Offer::kTaken) return;
    if (offer == Http2Pool::Offer::kWait || !introductions_.MayStart(exchange->request().url)) {
      waiting_.push_back(std::move(exchange));
    } else {
      StartByCurl(std::move(exchange));
    }
  }

  void LaunchWaiting() {
    for (auto& exchange : std::exchange(waiting_, {})) Launch(std::move(exchange));
  }

  void StartByCurl(std::unique_ptr<Exchange> exchange, bool is_repeated = false) {
    auto transfer =
        std::make_unique<CurlTransfer>(clock_, options_, std::move(exchange), is_repeated);
    Status started = transfer->Prepare(TakeIdle());
    if (started && curl_multi_add_handle(multi_.get(), transfer->easy()) != CURLM_OK) {
      started = Fail(ErrorCode::kInternal, "libcurl takes no more requests");
    }
    if (!started) {
      refused_.push_back(transfer->Refuse(started.error()));
      return;
    }
    introductions_.Started(transfer->request().url);
    next_deadline_ = std::min(next_deadline_, transfer->Deadline());  // the pool has kept it so far
    CURL* const easy = transfer->easy();
    flying_.emplace(easy, std::move(transfer));
  }

  void TurnPool(std::vector<Completion>* done) {
    std::vector<std::unique_ptr<Exchange>> again;
    pool_.Turn(done, &again);
    for (auto& exchange : again) StartByCurl(std::move(exchange));
  }

  CurlEasy TakeIdle() {
    if (idle_.empty()) return NewHandle();
    CurlEasy easy = std::move(idle_.back());
    idle_.pop_back();
    return easy;
  }

  CurlEasy NewHandle() const {
    CurlEasy easy(curl_easy_init());
    if (easy) curl_easy_setopt(easy.get(), CURLOPT_SHARE, share_.get());  // survives its reset
    return easy;
  }

  void Sleep(Duration time) {
    // Rounded up, or the last millisecond would be spent turning.
    const auto ms = std::min(time, kLongestSleep) / std::chrono::milliseconds(1) + 1;
    sockets_.clear();
    pool_.AppendSockets(&sockets_);
    int ready = 0;
    curl_multi_poll(multi_.get(), sockets_.data(), static_cast<unsigned>(sockets_.size()),
                    static_cast<int>(ms), &ready);
    if (ready > 0 && InFlight() >= kMany && !woken_) std::this_thread::sleep_for(kGather);
  }

  // All are read before the first is removed: libcurl looks through what is unread at each removal.
  void TakeFinished(std::vector<Completion>* done) {
    int left = 0;
    while (const CURLMsg* const message = curl_multi_info_read(multi_.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      finished_.emplace_back(message->easy_handle, message->data.result);
    }
    for (const auto& [easy, code] : finished_) {
      if (flying_.at(easy)->MayBeAskedAgain(code)) {
        StartAgain(easy);
      } else {
        done->push_back(Land(easy, code));
      }
    }
    finished_.clear();
  }

  void StartAgain(CURL* easy) {
    const std::unique_ptr<CurlTransfer> transfer = TakeOut(easy);
    curl_multi_remove_handle(multi_.get(), easy);
    StartByCurl(transfer->TakeExchange(), true);
    idle_.push_back(transfer->TakeHandle());
  }

  void TakeExpired(SteadyTime now, std::vector<Completion>* done) {
    std::vector<CURL*> expired;
    next_deadline_ = SteadyTime::max();
    for (const auto& [easy, transfer] : flying_) {
      const SteadyTime deadline = transfer->Deadline();
      if (deadline <= now) {
        expired.push_back(easy);
      } else {
        next_deadline_ = std::min(next_deadline_, deadline);
      }
    }
    for (CURL* const easy : expired) done->push_back(Land(easy, CURLE_OPERATION_TIMEDOUT));
    for (auto& exchange : std::exchange(waiting_, {})) {
      if (exchange->Deadline() <= now) {
        done->push_back(NeverStarted(*exchange, now));
      } else {
        next_deadline_ = std::min(next_deadline_, exchange->Deadline());
        waiting_.push_back(std::move(exchange));
      }
    }
  }

  // It waited for a connection all the time.
  static Completion NeverStarted(const Exchange& exchange, SteadyTime now) {
    TransportFailure failure;
    failure.reason = TransportReason::kTimeout;
    failure.timing.connect = failure.timing.total = now - exchange.started();
    return exchange.Failed(std::move(failure), now);
  }

  std::unique_ptr<CurlTransfer> TakeOut(CURL* easy) {
    const auto found = flying_.find(easy);
    std::unique_ptr<CurlTransfer> transfer = std::move(found->second);
    flying_.erase(found);
    introductions_.Ended(transfer->request().url);
    return transfer;
  }

  Completion Land(CURL* easy, CURLcode code) {
    const std::unique_ptr<CurlTransfer> transfer = TakeOut(easy);
    const bool hangs =
        code == CURLE_OPERATION_TIMEDOUT && transfer->progress() == Progress::kResolving;
    Completion completion = transfer->Finish(code);
    if (completion.outcome && completion.outcome->protocol == "HTTP/2" && InFlight() >= kMany) {
      pool_.Learn(transfer->request(), completion.outcome->remote);
    }
    if (hangs) hanging_.push_back(completion.ended + kResolverMayHang);
    while (!hanging_.empty() && hanging_.front() <= completion.ended) hanging_.pop_front();
    curl_multi_remove_handle(multi_.get(), easy);
    idle_.push_back(transfer->TakeHandle());
    return completion;
  }

  const Clock& clock_;
  CurlTransportOptions options_;
  const CurlMulti multi_;
  const CurlShare share_;  // of this thread alone: no locks
  Http2Pool pool_;
  Introductions introductions_;
  std::vector<std::unique_ptr<Exchange>> waiting_;  // for a connection
  std::vector<curl_waitfd> sockets_;                // scratch
  std::unordered_map<CURL*, std::unique_ptr<CurlTransfer>> flying_;
  SteadyTime next_deadline_ = SteadyTime::max();      // or earlier than any
  std::vector<CurlEasy> idle_;                        // making one costs more than a request
  std::vector<Completion> refused_;                   // could not be started
  std::vector<std::pair<CURL*, CURLcode>> finished_;  // not landed yet
  std::deque<SteadyTime> hanging_;  // until when the resolvers that were given up may run on
  std::atomic<bool> woken_{false};
};

Result<std::unique_ptr<CurlTransport>> CurlTransport::Make(const Clock& clock,
                                                           CurlTransportOptions options) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  CurlMulti multi(started == CURLE_OK ? curl_multi_init() : nullptr);
  CurlShare share(multi ? curl_share_init() : nullptr);
  if (!share) return Fail(ErrorCode::kInternal, "libcurl cannot be started");
  auto impl = std::make_unique<Impl>(clock, std::move(options), std::move(multi), std::move(share));
  return std::unique_ptr<CurlTransport>(new CurlTransport(std::move(impl)));
}

CurlTransport::CurlTransport(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
CurlTransport::~CurlTransport() = default;
std::size_t CurlTransport::Capacity() const { return impl_->Capacity(); }
void CurlTransport::Start(TransferId id, HttpRequest request) {
  impl_->Start(id, std::move(request));
}
std::vector<Completion> CurlTransport::Wait(SteadyTime until) { return impl_->Wait(until); }
void CurlTransport::Wake() { impl_->Wake(); }

}  // namespace wa
