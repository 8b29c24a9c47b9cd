#include "drill/sink.h"

#include <utility>

namespace wa::drill {

Result<std::unique_ptr<Sink>> Sink::Start(const std::string& listen, const Clock& clock) {
  std::unique_ptr<Sink> sink(new Sink(clock));
  WebServerOptions options;
  options.listen = {listen};
  options.takes_body = [](std::string_view method, std::string_view) { return method == "POST"; };
  auto server = WebServer::Start(
      std::move(options), [raw = sink.get()](const Request& request, const Respond& respond) {
        raw->Arrived(request, respond);
      });
  if (!server) return tl::unexpected(server.error());
  sink->server_ = std::move(*server);
  return sink;
}

std::string Sink::Url() const {
  return "http://127.0.0.1:" + std::to_string(server_->ports().front());
}

void Sink::Arrived(const Request& request, const Respond& respond) {
  auto notice = ReadNotice(request.body, clock_.Steady());
  if (!notice) return respond(MakeResponse(400, kPlainText, notice.error().message + "\n"));
  {
    const std::lock_guard lock(mutex_);
    notices_.push_back(std::move(*notice));
  }
  respond(MakeResponse(200, kPlainText, "ok\n"));
}

std::vector<Notice> Sink::Take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(notices_, {});
}

}  // namespace wa::drill
