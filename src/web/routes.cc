#include "web/routes.h"

#include <algorithm>
#include <array>
#include <utility>

#include "web/handlers.h"
#include "web/url.h"

namespace wa {
namespace {

struct Route {
  std::string_view path;
  std::string_view handler;
  void (*answer)(const Backend&, const Request&, const Respond&);
};

// Answers at once.
template <Response (*handler)(const Backend&, const Request&)>
void Now(const Backend& backend, const Request& request, const Respond& respond) {
  respond(handler(backend, request));
}

// Every page and endpoint is a row here.
constexpr std::array kRoutes{
    Route{"/", "status", Now<ShowStatus>},
    Route{"/metrics", "metrics", Now<ShowMetrics>},
    Route{"/-/healthy", "healthy", Now<ShowHealthy>},
    Route{"/-/ready", "ready", Now<ShowReady>},
    Route{"/probe", "probe", RunProbe},
    Route{"/api/v1/accounts", "accounts", Now<ListAccounts>},
    Route{"/assets/style.css", "assets", Now<SendStyle>},
};
constexpr std::string_view kOther = "other";

const Route* FindRoute(std::string_view path) {
  const auto* found =
      std::find_if(kRoutes.begin(), kRoutes.end(), [&](const Route& r) { return r.path == path; });
  return found == kRoutes.end() ? nullptr : found;
}

Response BadRequest(const std::string& why) {
  return MakeResponse(400, kPlainText, "400: " + why + "\n");
}

Response NotFound() {
  return MakeResponse(404, kPlainText, "404: there is no such page. The status page is at /\n");
}

Response MethodNotAllowed() {
  Response response = MakeResponse(405, kPlainText, "405: only GET and HEAD are answered here\n");
  response.headers.emplace_back("Allow", "GET, HEAD");
  return response;
}

Response BodyRefused() {
  return MakeResponse(413, kPlainText, "413: no request here takes a body\n");
}

bool HasHeader(const Response& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const auto& header) { return header.first == name; });
}

// What every answer says to browsers: guess no type, run nothing, keep nothing, tell nobody.
void AddSafetyHeaders(Response& response) {
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back("Content-Security-Policy",
                                "default-src 'none'; style-src 'self'; form-action 'none'; "
                                "frame-ancestors 'none'; base-uri 'none'");
  if (!HasHeader(response, "Cache-Control")) {
    response.headers.emplace_back("Cache-Control", "no-store");
  }
}

}  // namespace

Router::Router(Backend backend) : backend_(std::make_shared<const Backend>(std::move(backend))) {}

void Router::Handle(Request request, Respond respond) const {
  auto target = ParseTarget(request.target);
  const Route* route = target ? FindRoute(target->path) : nullptr;
  const std::string_view handler = route == nullptr ? kOther : route->handler;
  const Respond finish = [backend = backend_, handler,
                          respond = std::move(respond)](Response response) {
    AddSafetyHeaders(response);
    backend->count_request(handler, response.status);
    respond(std::move(response));
  };
  if (!target) return finish(BadRequest(target.error().message));
  if (route == nullptr) return finish(NotFound());
  if (request.method != "GET" && request.method != "HEAD") return finish(MethodNotAllowed());
  if (request.has_body) return finish(BodyRefused());
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  route->answer(*backend_, request, finish);
}

std::vector<std::string_view> HandlerNames() {
  std::vector<std::string_view> names;
  for (const Route& route : kRoutes) names.push_back(route.handler);
  names.push_back(kOther);
  return names;
}

}  // namespace wa
