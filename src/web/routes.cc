#include "web/routes.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "web/case_api.h"
#include "web/compress.h"
#include "web/desk_handlers.h"
#include "web/etag.h"
#include "web/handlers.h"
#include "web/maintenance_api.h"
#include "web/observations.h"
#include "web/origin.h"
#include "web/reference_handlers.h"
#include "web/refusal.h"
#include "web/refusal_page.h"
#include "web/reload.h"
#include "web/safety_headers.h"
#include "web/service_discovery.h"
#include "web/ticket_handlers.h"
#include "web/url.h"
#include "web/webhook.h"

namespace wa {
namespace {

enum class Methods { kGet, kGetAndPost, kPost };

// Who may come in.
enum class Entry {
  kKnown,   // who proves who he is, if anybody has to
  kAnybody  // what tells nothing, or asks for proofs of its own
};

constexpr std::string_view kByHandler = "*";

struct Route {
  std::string_view path;  // "/a/*": everything below /a/
  std::string_view handler;
  void (*answer)(const Backend&, const Request&, const Respond&);
  Methods methods = Methods::kGet;  // a POST may have a body
  // The only parameter that its query may have, empty: none; or the handler refuses what it does
  // not know.
  std::string_view parameter = kByHandler;
  Entry entry = Entry::kKnown;
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
    Route{"/-/healthy", "healthy", Now<ShowHealthy>, Methods::kGet, kByHandler, Entry::kAnybody},
    Route{"/-/ready", "ready", Now<ShowReady>, Methods::kGet, kByHandler, Entry::kAnybody},
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
    Route{"/webhook/*", "webhook", TakeWebhook, Methods::kGetAndPost, kByHandler, Entry::kAnybody},
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

// Why the request is not handed to the handler of its route, or nothing.
std::optional<Response> WhyNot(const Route& route, const Request& request) {
  if (!Allows(route.methods, request.method)) {
    return MethodNotAllowed(request.path, route.methods);
  }
  if (request.body_fate == BodyFate::kUnread) {
    return Refusal(request.path, 413, "this request takes no body");
  }
  // A probe changes nothing here, and spends what may be asked of the provider.
  const bool has_an_effect = request.method == "POST" || route.answer == &RunProbe;
  if (has_an_effect && IsFromElsewhere(request)) {
    return Refusal(request.path, 403, "asked by a page of another site");
  }
  if (const std::string wrong = WrongParameter(route, request); !wrong.empty()) {
    return Refusal(request.path, 400, wrong);
  }
  return std::nullopt;
}

}  // namespace

Router::Router(Backend backend)
    : backend_(std::make_shared<const Backend>(std::move(backend))),
      door_(std::make_shared<Door>(backend_->is_reachable)) {}

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
  if (target) {
    request.path = std::move(target->path);
    request.query = std::move(target->query);
  }
  const auto answer = [backend = backend_, failures = door_->failures(), route, finish,
                       wrong = target ? "" : target.error().message](const Request& asked) {
    if (!wrong.empty()) return finish(Refusal(asked.target, 400, wrong));
    if (route == nullptr) return finish(NotFound(asked.path));
    if (auto refused = WhyNot(*route, asked)) return finish(std::move(*refused));
    route->answer(
        *backend, asked,
        [failures, finish, client = asked.client, user = UserOf(asked),
         tried = route->entry == Entry::kKnown && HasCredentials(asked)](Response response) {
          if (tried && response.status == 401) failures->Failed(client, user);
          finish(std::move(response));
        });
  };
  if (route != nullptr && route->entry == Entry::kAnybody) return answer(request);
  const std::shared_ptr<const Config> config = backend_->config();
  const auto asked = std::make_shared<const Request>(std::move(request));
  door_->Admit(*config, *asked, [asked, answer, finish](std::optional<Response> refused) {
    if (refused) return finish(std::move(*refused));
    answer(*asked);
  });
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
