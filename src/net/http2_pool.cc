#include "net/http2_pool.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "net/header_text.h"
#include "net/http2_connection.h"
#include "net/request_secrets.h"
#include "net/tls_client.h"

namespace wa {
namespace {

constexpr std::size_t kMostConnections = 16;       // to one host
constexpr Duration kLife = std::chrono::hours(1);  // so that a moved name is noticed
constexpr Duration kIdle = std::chrono::minutes(1);
// After one could not be opened, and after one has ended.
constexpr Duration kBetweenAttempts = std::chrono::seconds(10);
constexpr Duration kBetweenConnections = std::chrono::seconds(1);

struct Target {
  std::string_view authority;  // "host", "host:8443", "[::1]:8443"
  std::string_view path;       // with the query
};

// Nothing for an address that has to be thought about: those are libcurl's.
std::optional<Target> PlainTarget(std::string_view url) {
  constexpr std::string_view kScheme = "https://";
  const bool plain =
      url.substr(0, kScheme.size()) == kScheme && std::all_of(url.begin(), url.end(), [](char c) {
        return c > ' ' && c < 0x7f && c != '#' && c != '@' && c != '\\';
      });
  if (!plain) return std::nullopt;
  url.remove_prefix(kScheme.size());
  const std::size_t slash = url.find_first_of("/?");
  if (slash == 0 || slash == url.npos || url[slash] != '/') return std::nullopt;
  return Target{url.substr(0, slash), url.substr(slash)};
}

std::string HostName(std::string_view authority) {
  if (authority.front() == '[') return std::string(authority.substr(1, authority.find(']') - 1));
  return std::string(authority.substr(0, authority.find(':')));
}

bool HasPlainHeaders(const HttpRequest& request) {
  const bool key = request.secret_header.empty() || IsHeaderText(request.secret.Reveal());
  return key && std::all_of(request.headers.begin(), request.headers.end(), [](const auto& field) {
           return IsHeaderText(field.first) && IsHeaderText(field.second);
         });
}

TransportFailure FailureOf(const EndedStream& ended) {
  TransportFailure failure;
  failure.status = ended.status;
  switch (ended.end) {
    case StreamEnd::kTooLarge:
      failure.reason = TransportReason::kTooLarge;
      break;
    case StreamEnd::kTooManyHeaders:
      failure.reason = TransportReason::kProtocol;
      break;
    case StreamEnd::kTimeout:
      failure.reason = TransportReason::kTimeout;
      break;
    default:
      failure.reason = ended.status == 0 ? TransportReason::kReset : TransportReason::kTruncated;
      failure.detail = ended.error == 0 ? "the connection was closed"
                                        : std::string("the stream was ended by ") +
                                              nghttp2_http2_strerror(ended.error);
  }
  return failure;
}

// The server did not look at it, or the connection was over before a word of an answer: a GET may
// be asked again then (RFC 9110, section 9.2.2).
bool MayBeAskedAgain(const EndedStream& ended) {
  return ended.end == StreamEnd::kUnprocessed ||
         (ended.end == StreamEnd::kReset && ended.status == 0 && ended.error == 0);
}

HttpTiming TimingOf(const Exchange& exchange, SteadyTime ended) {
  HttpTiming timing;
  const SteadyTime began = exchange.answer_began().value_or(ended);
  timing.processing = began - exchange.started();
  timing.transfer = ended - began;
  timing.total = ended - exchange.started();
  return timing;
}

Completion Complete(EndedStream ended, const std::string& remote, SteadyTime now) {
  const HttpTiming timing = TimingOf(*ended.exchange, now);
  if (ended.end != StreamEnd::kAnswered) {
    TransportFailure failure = FailureOf(ended);
    failure.timing = timing;
    return ended.exchange->Failed(std::move(failure), now);
  }
  HttpResponse meta;
  meta.status = ended.status;
  meta.timing = timing;
  meta.protocol = "HTTP/2";
  meta.remote = remote;
  meta.reused_connection = true;
  return ended.exchange->Answered(std::move(meta), now);
}

}  // namespace

struct Http2Pool::Host {
  std::string authority;
  std::string ca_file;
  std::string remote;
  SocketAddress address;
  SteadyTime forget_at;
  SteadyTime next_attempt;
  std::unique_ptr<TlsClient> tls;
  std::vector<std::unique_ptr<Http2Connection>> connections;

  bool IsConnecting() const {
    return std::any_of(connections.begin(), connections.end(),
                       [](const auto& connection) { return connection->is_connecting(); });
  }
};

Http2Pool::Http2Pool(const Clock& clock, std::string user_agent, Duration patience)
    : clock_(clock), user_agent_(std::move(user_agent)), patience_(patience) {}

Http2Pool::~Http2Pool() = default;

Http2Pool::Host* Http2Pool::Find(std::string_view authority, std::string_view ca_file) {
  for (const auto& host : hosts_) {
    if (host->authority == authority && host->ca_file == ca_file) return host.get();
  }
  return nullptr;
}

void Http2Pool::Learn(const HttpRequest& request, std::string_view remote) {
  const auto target = PlainTarget(request.url);
  SocketAddress address;
  if (!target || !ParseSocketAddress(remote, &address)) return;
  if (Find(target->authority, request.ca_file) != nullptr) return;
  auto tls = TlsClient::Make(HostName(target->authority), request.ca_file);
  if (!tls) return;
  const SteadyTime now = clock_.Steady();
  hosts_.push_back(std::make_unique<Host>(Host{std::string(target->authority),
                                               request.ca_file,
                                               std::string(remote),
                                               address,
                                               now + kLife,
                                               now,
                                               std::move(tls),
                                               {}}));
  Widen(hosts_.back().get(), now);
}

Http2Pool::Offer Http2Pool::Take(std::unique_ptr<Exchange>* exchange) {
  const HttpRequest& request = (*exchange)->request();
  if (hosts_.empty() || !request.login.empty()) return Offer::kNo;
  const Secret url = AddressOf(request);
  const auto target = PlainTarget(url.Reveal());
  if (!target || !HasPlainHeaders(request)) return Offer::kNo;
  Host* const host = Find(target->authority, request.ca_file);
  const SteadyTime now = clock_.Steady();
  if (host == nullptr || now >= host->forget_at) return Offer::kNo;
  for (const auto& connection : host->connections) {
    if (connection->Free() == 0) continue;
    connection->Start(std::move(*exchange), target->authority, target->path);
    return Offer::kTaken;
  }
  Widen(host, now);
  return host->IsConnecting() ? Offer::kWait : Offer::kNo;
}

// One more connection, unless there is one on the way already.
void Http2Pool::Widen(Host* host, SteadyTime now) {
  const bool too_many = host->connections.size() >= kMostConnections;
  if (host->IsConnecting() || too_many || now < host->next_attempt) return;
  auto connection = Http2Connection::Open(host->address, host->tls->Connect(),
                                          Http2Session::Make(user_agent_), patience_, now);
  if (connection) {
    host->connections.push_back(std::move(connection));
  } else {
    host->next_attempt = now + kBetweenAttempts;
  }
}

void Http2Pool::Turn(std::vector<Completion>* done, std::vector<std::unique_ptr<Exchange>>* again) {
  if (hosts_.empty()) return;
  for (const auto& host : hosts_) {
    for (const auto& connection : host->connections) {
      connection->Turn(clock_.Steady());
      const SteadyTime now = clock_.Steady();
      for (EndedStream& ended : connection->TakeEnded()) {
        if (ended.end == StreamEnd::kTimeout) connection->Doubt(ended.exchange->started());
        if (MayBeAskedAgain(ended)) {
          again->push_back(std::move(ended.exchange));
        } else {
          done->push_back(Complete(std::move(ended), host->remote, now));
        }
      }
    }
  }
  Prune(clock_.Steady());
}

// Connections that are over or not needed; hosts whose hour is over.
void Http2Pool::Prune(SteadyTime now) {
  for (const auto& host : hosts_) {
    auto& all = host->connections;
    for (auto it = all.begin(); it != all.end();) {
      Http2Connection& connection = **it;
      const bool is_idle = !connection.is_connecting() && connection.open() == 0 &&
                           (now >= host->forget_at || connection.is_doubted() ||
                            now - connection.last_used() >= kIdle);
      if (!connection.is_over() && !is_idle) {
        ++it;
        continue;
      }
      if (connection.is_over()) {
        host->next_attempt =
            now + (connection.has_opened() ? kBetweenConnections : kBetweenAttempts);
      }
      host->tls->Remember(connection.tls());
      it = all.erase(it);
    }
  }
  const auto is_forgotten = [now](const std::unique_ptr<Host>& host) {
    return now >= host->forget_at && host->connections.empty();
  };
  hosts_.erase(std::remove_if(hosts_.begin(), hosts_.end(), is_forgotten), hosts_.end());
}

std::size_t Http2Pool::open() const {
  std::size_t open = 0;
  for (const auto& host : hosts_) {
    for (const auto& connection : host->connections) open += connection->open();
  }
  return open;
}

void Http2Pool::AppendSockets(std::vector<curl_waitfd>* out) const {
  for (const auto& host : hosts_) {
    for (const auto& connection : host->connections) {
      const int events = CURL_WAIT_POLLIN | (connection->wants_to_write() ? CURL_WAIT_POLLOUT : 0);
      out->push_back({connection->descriptor(), static_cast<short>(events), 0});
    }
  }
}

SteadyTime Http2Pool::Deadline() const {
  SteadyTime first = SteadyTime::max();
  for (const auto& host : hosts_) {
    for (const auto& connection : host->connections) {
      first = std::min(first, connection->Deadline());
    }
  }
  return first;
}

}  // namespace wa
