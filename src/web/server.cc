#include "web/server.h"

#include <microhttpd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "base/log.h"
#include "base/text.h"
#include "web/body_reader.h"
#include "web/client_key.h"
#include "web/connection_table.h"
#include "web/exchange.h"
#include "web/library_log.h"
#include "web/listener.h"
#include "web/mhd_values.h"
#include "web/places_by_client.h"
#include "web/refusal.h"
#include "web/safety_headers.h"

namespace wa {
namespace {

int DescriptorOf(MHD_Connection* connection) {
  return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

constexpr Duration kShortestWatch = std::chrono::milliseconds(10);

std::size_t LeaveEscaped(void*, MHD_Connection*, char* text) { return std::strlen(text); }

Response Stopping(const std::string& target) {
  Response response = Refusal(target, 503, "the exporter is stopping");
  AddSafetyHeaders(response);
  return response;
}

// What belongs to one request, from its first line to the last byte of its answer.
struct RequestState {
  RequestState() = default;
  RequestState(const RequestState&) = delete;
  RequestState& operator=(const RequestState&) = delete;
  ~RequestState() { WipeText(&target); }  // a webhook's may hold a secret

  std::string target;  // as sent, not decoded
  bool head_seen = false;
  bool body_is_unread = false;         // there is one that nobody wants
  std::unique_ptr<BodyReader> body;    // null if there is none to read
  std::shared_ptr<Exchange> exchange;  // null until the handler was called

  BodyFate fate() const {
    if (body_is_unread) return BodyFate::kUnread;
    return body == nullptr ? BodyFate::kNone : body->fate();
  }
  // What follows an unread body would be read as the next request.
  bool EndsConnection() const { return fate() != BodyFate::kNone && fate() != BodyFate::kRead; }
};

}  // namespace

class WebServer::Impl {
 public:
  Impl(WebServerOptions options, Handler handler)
      : options_(std::move(options)),
        handler_(std::move(handler)),
        table_({options_.request_deadline, options_.idle, options_.answer_deadline},
               options_.refusals->late),
        places_(options_.connections_per_client),
        room_(options_.max_bodies, std::max(options_.max_bodies / 4, options_.max_body)) {}

  Status Start(std::vector<UniqueFd> sockets);
  void Stop();
  const std::vector<std::uint16_t>& ports() const { return ports_; }

 private:
  Status Serve(Result<Listener> listener, const std::string& address);
  MHD_Daemon* StartDaemon(const Listener& listener);
  void WatchDeadlines();
  void EndWatch();
  bool ExpectsMore(MHD_Connection* connection, RequestState& state, const char* method);
  MHD_Result AddToBody(MHD_Connection* connection, RequestState& state, const char* method,
                       std::string_view bytes);
  void Begin(MHD_Connection* connection, RequestState& state, const char* method);
  MHD_Result Continue(MHD_Connection* connection, RequestState& state);

  static MHD_Result OnArrival(void* self, const sockaddr* address, socklen_t size);
  static void* OnTarget(void* self, const char* target, MHD_Connection* connection);
  static MHD_Result OnRequest(void* self, MHD_Connection* connection, const char* url,
                              const char* method, const char* version, const char* upload,
                              std::size_t* upload_size, void** state);
  static void OnCompleted(void* self, MHD_Connection* connection, void** state,
                          MHD_RequestTerminationCode);
  static void OnConnection(void* self, MHD_Connection* connection, void** socket_state,
                           MHD_ConnectionNotificationCode code);

  const WebServerOptions options_;
  const Handler handler_;
  const RealClock clock_;
  ConnectionTable table_;
  PlacesByClient places_;
  BodyRoom room_;
  ExchangeList exchanges_;
  std::vector<Listener> listeners_;
  std::vector<std::uint16_t> ports_;
  std::vector<MHD_Daemon*> daemons_;

  std::mutex watch_mutex_;
  std::condition_variable watch_wakes_;
  bool watch_ends_ = false;  // guarded by watch_mutex_
  std::thread watch_;
};

Status WebServer::Impl::Start(std::vector<UniqueFd> sockets) {
  for (const std::string& address : options_.listen) {
    if (auto served = Serve(Listener::Open(address), address); !served) return served;
  }
  for (UniqueFd& socket : sockets) {
    auto served = Serve(Listener::Adopt(std::move(socket)), "the socket that was handed over");
    if (!served) return served;
  }
  watch_ = std::thread([this] { WatchDeadlines(); });
  return {};
}

Status WebServer::Impl::Serve(Result<Listener> listener, const std::string& address) {
  if (!listener) return tl::unexpected(listener.error());
  MHD_Daemon* daemon = StartDaemon(*listener);
  if (daemon == nullptr) {
    listener->Release();  // the library closed it
    return Fail(ErrorCode::kInternal,
                "cannot serve on " + address + ": no threads or memory for the HTTP server");
  }
  ports_.push_back(listener->port());
  listeners_.push_back(std::move(*listener));
  daemons_.push_back(daemon);
  return {};
}

MHD_Daemon* WebServer::Impl::StartDaemon(const Listener& listener) {
  unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
  if (listener.is_ipv6()) flags |= MHD_USE_IPv6;
  if (options_.tls_priorities != nullptr) flags |= MHD_USE_TLS;
  std::vector<MHD_OptionItem> tls = TlsOptions(options_.tls_priorities);
  // The library's own time limit is by silence and in whole seconds; the deadlines are ours.
  const auto silence = std::chrono::ceil<std::chrono::seconds>(options_.idle).count();
  return MHD_start_daemon(flags, listener.port(), &Impl::OnArrival, this, &Impl::OnRequest,
                          this,  //
                          MHD_OPTION_EXTERNAL_LOGGER, &LogLibrary,
                          options_.refusals.get(),  // first, to see the others' errors
                          MHD_OPTION_LISTEN_SOCKET, listener.fd(),                         //
                          MHD_OPTION_THREAD_POOL_SIZE, options_.threads,                   //
                          MHD_OPTION_CONNECTION_LIMIT, options_.connections,               //
                          MHD_OPTION_CONNECTION_MEMORY_LIMIT, options_.connection_memory,  //
                          MHD_OPTION_CONNECTION_TIMEOUT, static_cast<unsigned>(silence),   //
                          MHD_OPTION_STRICT_FOR_CLIENT, 1,                                 //
                          MHD_OPTION_UNESCAPE_CALLBACK, &LeaveEscaped,
                          nullptr,  // decoding is ours, and strict
                          MHD_OPTION_URI_LOG_CALLBACK, &Impl::OnTarget, this,       //
                          MHD_OPTION_NOTIFY_COMPLETED, &Impl::OnCompleted, this,    //
                          MHD_OPTION_NOTIFY_CONNECTION, &Impl::OnConnection, this,  //
                          MHD_OPTION_ARRAY, tls.data(), MHD_OPTION_END);
}

void WebServer::Impl::Stop() {
  for (std::size_t i = 0; i < daemons_.size(); ++i) {
    if (MHD_quiesce_daemon(daemons_[i]) == MHD_INVALID_SOCKET) listeners_[i].Release();
  }
  exchanges_.StopWith(&Stopping);
  if (!daemons_.empty() && !table_.WaitUntilQuiet(options_.drain)) {
    Log(LogLevel::kInfo, "stopping while clients are still taking their answers");
  }
  for (MHD_Daemon* daemon : std::exchange(daemons_, {})) MHD_stop_daemon(daemon);
  listeners_.clear();
  {
    const std::lock_guard lock(watch_mutex_);
    watch_ends_ = true;
  }
  watch_wakes_.notify_all();
  if (watch_.joinable()) watch_.join();
}

void WebServer::Impl::WatchDeadlines() {
  // A deadline that is set while we sleep is kept with this delay at most.
  const Duration shortest_limit =
      std::min({options_.request_deadline, options_.idle, options_.answer_deadline});
  const Duration longest = std::max<Duration>(shortest_limit / 4, kShortestWatch);
  std::unique_lock lock(watch_mutex_);
  while (!watch_ends_) {
    const SteadyTime now = clock_.Steady();
    const auto next = table_.CloseLate(now);
    const Duration wait = next ? std::clamp(*next - now, kShortestWatch, longest) : longest;
    watch_wakes_.wait_for(lock, wait, [this] { return watch_ends_; });
  }
}

// The head is complete. False if the request is to be answered now, whatever follows.
bool WebServer::Impl::ExpectsMore(MHD_Connection* connection, RequestState& state,
                                  const char* method) {
  const AnnouncedBody announced = ReadAnnouncement(connection);
  if (!announced.is_there) return true;  // the library calls once more
  if (options_.takes_body == nullptr || !options_.takes_body(method, state.target)) {
    state.body_is_unread = true;
    return false;
  }
  state.body = std::make_unique<BodyReader>(announced.length, options_.max_body, room_,
                                            ClientKey(AddressOfClient(connection)));
  if (state.body->fate() != BodyFate::kRead) return false;
  table_.ReadingBody(DescriptorOf(connection), clock_.Steady());
  return true;
}

// The library takes an answer only before or after a body, never in the middle of it.
MHD_Result WebServer::Impl::AddToBody(MHD_Connection* connection, RequestState& state,
                                      const char* method, std::string_view bytes) {
  if (state.body == nullptr) return MHD_NO;
  if (state.body->Add(bytes)) return MHD_YES;
  if (state.exchange == nullptr) Begin(connection, state, method);  // so that it is counted
  return MHD_NO;
}

// The request is complete as far as we read it: hands it to the handler.
void WebServer::Impl::Begin(MHD_Connection* connection, RequestState& state, const char* method) {
  table_.Handling(DescriptorOf(connection));
  state.exchange = std::make_shared<Exchange>(connection, state.target);
  if (!exchanges_.Add(state.exchange)) return state.exchange->Answer(Stopping(state.target));
  Request request = ReadRequest(connection, method, state.target);
  request.body_fate = state.fate();
  if (state.body != nullptr) request.body = state.body->Take();
  handler_(std::move(request), [exchange = state.exchange](Response response) {
    exchange->Answer(std::move(response));
  });
  if (state.body != nullptr) state.body->GiveBack();
}

// Sends the answer if there is one, else lets the connection sleep until then.
MHD_Result WebServer::Impl::Continue(MHD_Connection* connection, RequestState& state) {
  const auto response = state.exchange->TakeOrSuspend();
  if (!response) return MHD_YES;
  table_.Answering(DescriptorOf(connection), clock_.Steady());
  const bool close = state.EndsConnection() || exchanges_.stopping();
  return QueueResponse(connection, *response, close);
}

// The library's own limit is by whole addresses, of which a client of IPv6 has as many as it likes.
MHD_Result WebServer::Impl::OnArrival(void* self, const sockaddr* address, socklen_t) {
  const auto& impl = *static_cast<Impl*>(self);
  if (impl.places_.HasRoom(ClientKey(AddressText(address)))) return MHD_YES;
  ++impl.options_.refusals->connections;
  return MHD_NO;
}

void* WebServer::Impl::OnTarget(void* self, const char* target, MHD_Connection* connection) {
  auto& impl = *static_cast<Impl*>(self);
  impl.table_.RequestBegins(DescriptorOf(connection), impl.clock_.Steady());
  auto state = std::make_unique<RequestState>();
  state->target = target;
  return state.release();
}

// Called when the head of a request is complete, again for each part of its body, again when the
// request is complete, and again after a suspended connection was resumed.
MHD_Result WebServer::Impl::OnRequest(void* self, MHD_Connection* connection, const char*,
                                      const char* method, const char*, const char* upload,
                                      std::size_t* upload_size, void** opaque) {
  auto& impl = *static_cast<Impl*>(self);
  auto& state = *static_cast<RequestState*>(*opaque);
  try {
    if (!state.head_seen) {
      state.head_seen = true;
      if (impl.ExpectsMore(connection, state, method)) return MHD_YES;
    } else if (*upload_size > 0) {
      const std::string_view bytes(upload, std::exchange(*upload_size, 0));
      return impl.AddToBody(connection, state, method, bytes);
    }
    if (state.exchange == nullptr) impl.Begin(connection, state, method);
    return impl.Continue(connection, state);
  } catch (const std::exception& error) {
    Log(LogLevel::kError, "a request could not be answered", {{"error", Sanitise(error.what())}});
    return MHD_NO;  // closes the connection
  }
}

void WebServer::Impl::OnCompleted(void* self, MHD_Connection* connection, void** opaque,
                                  MHD_RequestTerminationCode) {
  auto& impl = *static_cast<Impl*>(self);
  const std::unique_ptr<RequestState> state(static_cast<RequestState*>(*opaque));
  *opaque = nullptr;
  if (state != nullptr && state->exchange != nullptr) {
    state->exchange->Abandon();
    impl.exchanges_.Remove(state->exchange);
  }
  impl.table_.Answered(DescriptorOf(connection), impl.clock_.Steady());
}

void WebServer::Impl::OnConnection(void* self, MHD_Connection* connection, void**,
                                   MHD_ConnectionNotificationCode code) {
  auto& impl = *static_cast<Impl*>(self);
  const std::string client = ClientKey(AddressOfClient(connection));
  if (code == MHD_CONNECTION_NOTIFY_STARTED) {
    impl.places_.Opened(client);
    impl.table_.Opened(DescriptorOf(connection), impl.clock_.Steady());
  } else {
    impl.places_.Closed(client);
    impl.table_.Closed(DescriptorOf(connection));
  }
}

WebServer::WebServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
WebServer::~WebServer() { Stop(); }

Result<std::unique_ptr<WebServer>> WebServer::Start(WebServerOptions options, Handler handler,
                                                    std::vector<UniqueFd> sockets) {
  auto impl = std::make_unique<Impl>(std::move(options), std::move(handler));
  const Status started = impl->Start(std::move(sockets));
  std::unique_ptr<WebServer> server(new WebServer(std::move(impl)));  // stops what did start
  if (!started) return tl::unexpected(started.error());
  return server;
}

std::vector<std::uint16_t> WebServer::ports() const { return impl_->ports(); }

void WebServer::Stop() { impl_->Stop(); }

}  // namespace wa
