#include "web/handlers.h"

#include <string>
#include <utility>

#include "embedded/app_js.h"
#include "embedded/icon_svg.h"
#include "embedded/style_css.h"
#include "web/account_name.h"
#include "web/account_query.h"
#include "web/catalogue_json.h"
#include "web/fleet_form.h"
#include "web/json_values.h"
#include "web/json_view.h"
#include "web/negotiate.h"
#include "web/probe_text.h"
#include "web/refusal.h"
#include "web/status_page.h"
#include "web/summary_json.h"
#include "web/unknown_view.h"

namespace wa {
namespace {

Response Unavailable(const std::string& why) { return PlainRefusal(503, why); }

Response UnknownAccount(const FleetSnapshot& snapshot, const std::string& name) {
  return MakeResponse(
      404, kPlainText,
      "404: " + NoSuchAccount(snapshot, name) + "\nThe names are at /api/v1/accounts\n");
}

std::string_view TypeOf(TextFormat format) {
  return format == TextFormat::kOpenMetrics ? kOpenMetricsType : kExposition;
}

Response Asset(std::string_view type, const std::shared_ptr<const std::string>& bytes) {
  return {200, std::string(type), bytes, {{"Cache-Control", "max-age=300"}}};
}

}  // namespace

Response ShowStatus(const Backend& backend, const Request& request) {
  const auto query = ParseAccountQuery(request.query, kFleetDefaults);
  if (!query) return PlainRefusal(400, query.error().message);
  const auto snapshot = backend.snapshot();
  if (snapshot == nullptr) return MakeResponse(503, kHtml, StartingPage(backend.version));
  const StatusPageContext context{backend.now(), backend.version, backend.loop_is_turning()};
  return MakeResponse(200, kHtml, StatusPage(*snapshot, *query, context));
}

Response ShowMetrics(const Backend& backend, const Request& request) {
  const TextFormat format = PreferredFormat(request.Header("accept"));
  Response response;
  response.content_type = TypeOf(format);
  response.body = backend.exposition(format, request.accepts_gzip);
  if (response.body == nullptr) return Unavailable("the metrics could not be written");
  if (request.accepts_gzip) response.headers.emplace_back("Content-Encoding", "gzip");
  response.headers.emplace_back("Vary", "Accept, Accept-Encoding");
  return response;
}

Response ShowHealthy(const Backend& backend, const Request&) {
  if (!backend.loop_is_turning()) return Unavailable("the poll loop does not turn");
  return MakeResponse(200, kPlainText, "healthy\n");
}

Response ShowReady(const Backend& backend, const Request&) {
  if (!backend.ready()) return Unavailable("starting or stopping");
  return MakeResponse(200, kPlainText, "ready\n");
}

Response ListAccounts(const Backend& backend, const Request& request) {
  const auto query = ParseAccountQuery(request.query);
  if (!query) return ApiProblem(400, query.error().message);
  const auto snapshot = backend.snapshot();
  if (snapshot == nullptr) return ApiProblem(503, "the exporter is starting");
  return MakeResponse(200, kJsonType, AccountsJson(*snapshot, *query, backend.now()));
}

Response ShowUnknown(const Backend& backend, const Request&) {
  const auto snapshot = backend.snapshot();
  if (snapshot == nullptr) return MakeResponse(503, kHtml, StartingPage(backend.version));
  return MakeResponse(200, kHtml, UnknownPage(*snapshot, backend.now(), backend.version));
}

Response ListUnknown(const Backend& backend, const Request&) {
  const auto snapshot = backend.snapshot();
  if (snapshot == nullptr) return ApiProblem(503, "the exporter is starting");
  return MakeResponse(200, kJsonType, UnknownJson(*snapshot, backend.now()));
}

Response ShowSummary(const Backend& backend, const Request&) {
  const auto snapshot = backend.snapshot();
  if (snapshot == nullptr) return ApiProblem(503, "the exporter is starting");
  return MakeResponse(200, kJsonType, SummaryJson(*snapshot, backend.now()));
}

Response ListConditions(const Backend& backend, const Request&) {
  OrderedJson answer{{"version", kJsonVersion}};
  answer.update(CatalogueJson(*backend.catalogue()));
  return MakeResponse(200, kJsonType, DumpLine(answer));
}

Response SendStyle(const Backend&, const Request&) {
  static const auto style = std::make_shared<const std::string>(embedded::StyleCss());
  return Asset("text/css; charset=utf-8", style);
}

Response SendScript(const Backend&, const Request&) {
  static const auto script = std::make_shared<const std::string>(embedded::AppJs());
  return Asset("text/javascript; charset=utf-8", script);
}

Response SendIcon(const Backend&, const Request&) {
  static const auto icon = std::make_shared<const std::string>(embedded::IconSvg());
  return Asset("image/svg+xml", icon);
}

void RunProbe(const Backend& backend, const Request& request, const Respond& respond) {
  const auto account = request.query.find("account");
  if (account == request.query.end() || account->second.empty()) {
    return respond(MakeResponse(400, kPlainText, "400: which account? /probe?account=NAME\n"));
  }
  const auto snapshot = backend.snapshot();
  if (snapshot == nullptr) return respond(Unavailable("the exporter is starting"));
  if (snapshot->Find(account->second) == nullptr) {
    return respond(UnknownAccount(*snapshot, account->second));
  }
  const TextFormat format = PreferredFormat(request.Header("accept"));
  backend.probe(account->second, [respond, format](const ProbeAnswer& answer) {
    Response response = MakeResponse(200, TypeOf(format), ProbeText(answer, format));
    response.headers.emplace_back("Vary", "Accept");
    respond(std::move(response));
  });
}

}  // namespace wa
