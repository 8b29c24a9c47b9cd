#include "web/routes.h"

#include <algorithm>
#include <array>
#include <utility>

#include "web/case_api.h"
#include "web/compress.h"
#include "web/desk_handlers.h"
#include "web/etag.h"
#include "web/handlers.h"
#include "web/maintenance_api.h"
#include "web/observations.h"
#include "web/reference_handlers.h"
#include "web/refusal.h"
#include "web/refusal_page.h"
#include "web/reload.h"
#include "web/service_discovery.h"
#include "web/ticket_handlers.h"
#include "web/url.h"
#include "web/webhook.h"

namespace wa {
namespace {

enum class Methods { kGet, kGetAndPost, kPost };

constexpr std::string_view kByHandler = "*";

struct Route {
  std::string_view path;  // "/a/*": everything below /a/
  std::string_view handler;
  void (*answer)(const Backend&, const Request&, const Respond&);
  Methods methods = Methods::kGet;  // a POST may have a body
  // The only parameter that its query may have, empty: none; or the handler refuses what it does
  // not know.
  std::string_view parameter = kByHandler;
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
    Route{"/-/reload", "reload", Reload, Methods::kPost},
    Route{"/probe", "probe", RunProbe},
    Route{"/sd", "sd", Now<ListTargets>},
    Route{"/accounts/*", "account", ShowAccount, Methods::kGetAndPost},
    Route{"/incidents", "incidents", ShowIncidents},
    Route{"/support/*", "support", ShowTicket},
    Route{"/conditions", "conditions", Now<ShowConditions>},
    Route{"/config", "config", Now<ShowConfig>},
    Route{"/unknown", "unknown", Now<ShowUnknown>},
    Route{"/api/v1/accounts", "accounts", Now<ListAccounts>},
    Route{"/api/v1/accounts/*", "account", DescribeAccount, Methods::kGet, ""},
    Route{"/api/v1/summary", "summary", Now<ShowSummary>, Methods::kGet, ""},
    Route{"/api/v1/conditions", "conditions", Now<ListConditions>, Methods::kGet, ""},
    Route{"/api/v1/incidents", "incidents", ListIncidents},
    Route{"/api/v1/maintenance", "maintenance", TellMaintenance, Methods::kGetAndPost, ""},
    Route{"/api/v1/maintenance/*", "maintenance", TellOneMaintenance, Methods::kGetAndPost, ""},
    Route{"/api/v1/cases", "cases", TellCases, Methods::kGetAndPost, "account"},
    Route{"/api/v1/cases/*", "cases", TellCase, Methods::kGetAndPost, ""},
    Route{"/api/v1/unknown", "unknown", Now<ListUnknown>, Methods::kGet, ""},
    Route{"/api/v1/observations/*", "observations", TakeObservations, Methods::kPost, ""},
    Route{"/webhook/*", "webhook", TakeWebhook, Methods::kGetAndPost},
    Route{"/assets/style.css", "assets", Now<SendStyle>},
    Route{"/assets/app.js", "assets", Now<SendScript>},
    Route{"/assets/icon.svg", "assets", Now<SendIcon>},
};
constexpr std::string_view kOther = "other";

bool Fits(const Route& route, std::string_view path) {
  if (!route.path.ends_with("/*")) return path == route.path;
  const std::string_view folder = route.path.substr(0, route.path.size() - 1);
  return path.size() > folder.size() && path.starts_with(folder);
}

const Route* FindRoute(std::string_view path) {
  const auto* found = std::find_if(kRoutes.begin(), kRoutes.end(),
                                   [&](const Route& route) { return Fits(route, path); });
  return found == kRoutes.end() ? nullptr : found;
}

bool Allows(Methods methods, std::string_view method) {
  if (method == "POST") return methods != Methods::kGet;
  return (method == "GET" || method == "HEAD") && methods != Methods::kPost;
}

std::string_view AllowHeader(Methods methods) {
  switch (methods) {
    case Methods::kGet:
      return "GET, HEAD";
    case Methods::kGetAndPost:
      return "GET, HEAD, POST";
    case Methods::kPost:
      return "POST";
  }
  return "";
}

Response NotFound(std::string_view path) {
  if (IsOfApi(path)) return ApiProblem(404, "there is no such endpoint");
  return PlainRefusal(404, "there is no such page. The status page is at /");
}

Response MethodNotAllowed(std::string_view path, Methods methods) {
  const std::string allowed(AllowHeader(methods));
  Response response = Refusal(path, 405, "answered here are only " + allowed);
  response.headers.emplace_back("Allow", allowed);
  return response;
}

// A filter with a typing error must not answer "all". Empty if there is nothing wrong.
std::string WrongParameter(const Route& route, const Request& request) {
  if (route.parameter == kByHandler) return "";
  for (const auto& [name, value] : request.query) {
    if (name == route.parameter && !name.empty()) continue;
    if (route.parameter.empty()) return "unknown parameter; none is known here";
    return "unknown parameter; known is " + std::string(route.parameter);
  }
  return "";
}

bool HasHeader(const Response& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const auto& header) { return header.first == name; });
}

// What every answer says to browsers: guess no type, run nothing but our own script, keep nothing,
// tell nobody.
void AddSafetyHeaders(Response& response) {
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back("Content-Security-Policy",
                                "default-src 'none'; style-src 'self'; script-src 'self'; "
                                "connect-src 'self'; img-src 'self'; form-action 'self'; "
                                "frame-ancestors 'none'; base-uri 'none'");
  if (!HasHeader(response, "Cache-Control")) {
    response.headers.emplace_back("Cache-Control", "no-store");
  }
}

// The same with its ETag, or NotModified() to who has it already.
Response UnlessKnown(Response response, std::string_view if_none_match, bool is_published) {
  const std::string tag = TagOf(response, is_published);
  if (tag.empty()) return response;
  if (IsKnown(if_none_match, tag)) return NotModified(tag);
  response.headers.emplace_back("ETag", tag);
  return response;
}

// Browsers say that they want a page; who asks by script reads a line.
bool WantsPage(const Request& request) {
  return request.Header("accept").find("text/html") != std::string_view::npos;
}

Response AsPage(const Response& refusal, const std::string& version) {
  Response page =
      MakeResponse(refusal.status, kHtml,
                   RefusalPage(refusal.status, ReasonOf(refusal.status, *refusal.body), version));
  page.headers = refusal.headers;
  return page;
}

}  // namespace

Router::Router(Backend backend) : backend_(std::make_shared<const Backend>(std::move(backend))) {}

void Router::Handle(Request request, Respond respond) const {
  auto target = ParseTarget(request.target);
  const Route* route = target ? FindRoute(target->path) : nullptr;
  const std::string_view handler = route == nullptr ? kOther : route->handler;
  const Respond finish = [backend = backend_, handler, is_change = request.method == "POST",
                          known = std::string(request.Header("if-none-match")),
                          accepts_gzip = request.accepts_gzip, wants_page = WantsPage(request),
                          respond = std::move(respond)](Response response) {
    if (wants_page && response.status >= 400 && response.content_type == kPlainText) {
      response = AsPage(response, backend->version);
    }
    if (!is_change) {
      response = UnlessKnown(std::move(response), known, backend->loop_is_turning());
    }
    Compress(accepts_gzip, response);
    AddSafetyHeaders(response);
    backend->count_request(handler, response.status);
    respond(std::move(response));
  };
  if (!target) return finish(Refusal(request.target, 400, target.error().message));
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  if (route == nullptr) return finish(NotFound(request.path));
  if (!Allows(route->methods, request.method)) {
    return finish(MethodNotAllowed(request.path, route->methods));
  }
  if (request.body_fate == BodyFate::kUnread) {
    return finish(Refusal(request.path, 413, "this request takes no body"));
  }
  if (const std::string wrong = WrongParameter(*route, request); !wrong.empty()) {
    return finish(Refusal(request.path, 400, wrong));
  }
  route->answer(*backend_, request, finish);
}

std::vector<std::string_view> HandlerNames() {
  std::vector<std::string_view> names;
  for (const Route& route : kRoutes) {
    if (std::find(names.begin(), names.end(), route.handler) == names.end()) {
      names.push_back(route.handler);
    }
  }
  names.push_back(kOther);
  return names;
}

bool TakesBody(std::string_view method, std::string_view target) {
  if (method != "POST") return false;
  const auto parsed = ParseTarget(target);
  const Route* route = parsed ? FindRoute(parsed->path) : nullptr;
  return route != nullptr && Allows(route->methods, method);
}

}  // namespace wa
