#include "web/desk_handlers.h"

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "web/account_detail_json.h"
#include "web/account_page.h"
#include "web/desk_lookup.h"
#include "web/incident_list.h"
#include "web/refusal.h"

namespace wa {
namespace {

constexpr std::string_view kCsv = "text/csv; charset=utf-8";

void PollNow(const Backend& backend, const Request& request, const std::string& name,
             const Respond& respond) {
  const auto found = Find(backend, request, name, respond);
  if (!found) return;
  if (!found->status->account->CanBePolled()) {
    return respond(PlainRefusal(409, "it has no key, and so cannot be asked"));
  }
  backend.probe(name, [respond, name](const ProbeAnswer&) {
    Response response = MakeResponse(303, kPlainText, "polled\n");
    response.headers.emplace_back("Location", "/accounts/" + PercentEncode(name));
    respond(std::move(response));
  });
}

using Listed = std::function<Response(const IncidentListing&)>;

void List(const Backend& backend, const Request& request, const Respond& respond,
          const Listed& listed) {
  auto query = ParseIncidentQuery(request.query);
  if (!query) return respond(Refusal(request.path, 400, query.error().message));
  auto fleet = backend.snapshot();
  if (fleet == nullptr) return respond(Refusal(request.path, 503, "the exporter is starting"));
  PastQuery past;
  past.incidents = *query;
  backend.past(past, [=, path = request.path, catalogue = backend.catalogue(),
                      query = *query](Result<Past> read) {
    if (!read) return respond(Refusal(path, 503, read.error().message));
    respond(listed({query, ToDesk(read->page.incidents, *catalogue, AccountsOf(*fleet)),
                    read->page.has_more}));
  });
}

}  // namespace

void ShowAccount(const Backend& backend, const Request& request, const Respond& respond) {
  constexpr std::string_view kPoll = "/poll";
  std::string name = NameIn(request, "/accounts/");
  if (request.method == "POST") {
    if (!name.ends_with(kPoll)) {
      return respond(PlainRefusal(404, "POST to /accounts/NAME/poll"));
    }
    return PollNow(backend, request, name.substr(0, name.size() - kPoll.size()), respond);
  }
  const auto found = Find(backend, request, name, respond);
  if (!found) return;
  WithPast(backend, *found, [respond](const AccountPageContext& context) {
    respond(MakeResponse(200, kHtml, AccountPageHtml(context)));
  });
}

void DescribeAccount(const Backend& backend, const Request& request, const Respond& respond) {
  const auto found = Find(backend, request, NameIn(request, "/api/v1/accounts/"), respond);
  if (!found) return;
  WithPast(backend, *found, [respond](const AccountPageContext& context) {
    respond(MakeResponse(200, kJsonType, AccountDetailJson(context)));
  });
}

void ShowIncidents(const Backend& backend, const Request& request, const Respond& respond) {
  const std::string format = FormatIn(request);
  if (format == "json") return ListIncidents(backend, request, respond);
  if (!format.empty() && format != "csv") {
    return respond(PlainRefusal(400, "format: csv or json"));
  }
  List(backend, request, respond,
       [format, now = backend.now(), version = backend.version](const IncidentListing& listing) {
         if (format.empty()) return MakeResponse(200, kHtml, IncidentsPage(listing, now, version));
         Response csv = MakeResponse(200, kCsv, IncidentsCsv(listing));
         csv.headers.emplace_back("Content-Disposition", "attachment; filename=\"incidents.csv\"");
         return csv;
       });
}

void ListIncidents(const Backend& backend, const Request& request, const Respond& respond) {
  List(backend, request, respond, [now = backend.now()](const IncidentListing& listing) {
    return MakeResponse(200, kJsonType, IncidentsJson(listing, now));
  });
}

}  // namespace wa
