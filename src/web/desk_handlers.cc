#include "web/desk_handlers.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "desk/ticket.h"
#include "web/account_name.h"
#include "web/account_page.h"
#include "web/incident_list.h"
#include "web/json_view.h"
#include "web/status_page.h"
#include "web/ticket_page.h"

namespace wa {
namespace {

constexpr std::string_view kCsv = "text/csv; charset=utf-8";
constexpr std::string_view kMarkdown = "text/markdown; charset=utf-8";

// Whom a page is about, with the snapshot that holds it.
struct Found {
  std::shared_ptr<const FleetSnapshot> fleet;
  const AccountStatus* status = nullptr;
};

// What follows `prefix` in the path.
std::string NameIn(const Request& request, std::string_view prefix) {
  return request.path.substr(prefix.size());
}

std::string FormatIn(const Request& request) {
  const auto format = request.query.find("format");
  return format == request.query.end() ? "" : format->second;
}

Response NotNow(std::string_view why) {
  return MakeResponse(503, kPlainText, "503: " + std::string(why) + "\n");
}

// An account, or something wider that has incidents of its own ("provider/d360").
const AccountStatus* FindSubject(const FleetSnapshot& fleet, const std::string& name) {
  if (const AccountStatus* account = fleet.Find(name)) return account;
  for (const auto& subject : fleet.subjects) {
    if (subject->account->name == name) return subject.get();
  }
  return nullptr;
}

// Answers itself if there is nobody of that name.
std::optional<Found> Find(const Backend& backend, const std::string& name, const Respond& respond) {
  Found found{backend.snapshot(), nullptr};
  if (found.fleet == nullptr) {
    respond(NotNow("the exporter is starting"));
    return std::nullopt;
  }
  found.status = FindSubject(*found.fleet, name);
  if (found.status != nullptr) return found;
  respond(MakeResponse(
      404, kPlainText,
      "404: " + NoSuchAccount(*found.fleet, name) + "\nThe names are at /api/v1/accounts\n"));
  return std::nullopt;
}

std::string Program(const Backend& backend) { return "waba_exporter " + backend.version; }

Response AsAsked(const std::string& format, const Ticket& ticket, const Found& found,
                 const Backend& backend) {
  const std::string& account = found.status->account->name;
  if (format == "text") return MakeResponse(200, kPlainText, TicketText(ticket));
  if (format == "markdown") return MakeResponse(200, kMarkdown, TicketMarkdown(ticket));
  if (format == "json") {
    return MakeResponse(200, kJsonType, TicketJson(ticket, account, backend.now()));
  }
  return MakeResponse(200, kHtml, TicketPage(ticket, account, backend.now(), backend.version));
}

// `incident` may be null: nothing is wrong.
Ticket TicketFor(const Backend& backend, const Found& found, const DeskIncident* incident) {
  const auto catalogue = backend.catalogue();
  const Evidence evidence = backend.evidence(found.status->account->name);
  TicketContext context;
  context.fleet = found.fleet.get();
  context.status = found.status;
  context.incident = incident;
  context.evidence = &evidence;
  context.desk = DeskOf(catalogue->desks(), found.status->account->kind);
  context.now = backend.now();
  context.program = Program(backend);
  return WriteTicket(context);
}

PastQuery LastIncidentOf(const std::string& account) {
  PastQuery query;
  query.incidents.account = account;
  query.incidents.limit = 1;
  return query;
}

PastQuery PageQueryOf(const std::string& account, SystemTime now) {
  PastQuery query;
  query.incidents.account = account;
  query.incidents.from = now - kDaysOfPast * std::chrono::hours(24);
  query.incidents.to = now;
  query.incidents.limit = 1000;
  query.answers = true;
  return query;
}

std::string AccountHtml(const Backend& backend, const Found& found, const Result<Past>& past) {
  const auto catalogue = backend.catalogue();
  const Evidence evidence = backend.evidence(found.status->account->name);
  const Account& account = *found.status->account;
  AccountPageContext context;
  context.fleet = found.fleet.get();
  context.status = found.status;
  context.evidence = &evidence;
  context.allowance = catalogue->AllowancePerDay(account.kind, account.plan);
  context.now = backend.now();
  context.version = backend.version;
  if (past) {
    context.past = &*past;
    context.incidents = ToDesk(past->page.incidents, *catalogue, AccountsOf(*found.fleet));
  } else {
    context.why_no_past = past.error().message;
  }
  return AccountPageHtml(context);
}

// That a page of another site makes the browser ask is refused.
bool IsFromElsewhere(const Request& request) {
  const std::string_view site = request.Header("sec-fetch-site");
  return !site.empty() && site != "same-origin" && site != "none";
}

void PollNow(const Backend& backend, const Request& request, const std::string& name,
             const Respond& respond) {
  if (IsFromElsewhere(request)) {
    return respond(MakeResponse(403, kPlainText, "403: asked by a page of another site\n"));
  }
  const auto found = Find(backend, name, respond);
  if (!found) return;
  if (!found->status->account->CanBePolled()) {
    return respond(MakeResponse(409, kPlainText, "409: it has no key, and so cannot be asked\n"));
  }
  backend.probe(name, [respond, name](const ProbeAnswer&) {
    Response response = MakeResponse(303, kPlainText, "polled\n");
    response.headers.emplace_back("Location", "/accounts/" + PercentEncode(name));
    respond(std::move(response));
  });
}

using Listed = std::function<Response(const IncidentListing&)>;

void List(const Backend& backend, const Request& request, const Respond& respond, Listed listed) {
  auto query = ParseIncidentQuery(request.query);
  if (!query) return respond(MakeResponse(400, kJsonType, ErrorJson(query.error().message)));
  auto fleet = backend.snapshot();
  if (fleet == nullptr) return respond(NotNow("the exporter is starting"));
  PastQuery past;
  past.incidents = *query;
  backend.past(past, [=, catalogue = backend.catalogue(), query = *query](Result<Past> read) {
    if (!read) return respond(NotNow(read.error().message));
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
      return respond(MakeResponse(404, kPlainText, "404: POST to /accounts/NAME/poll\n"));
    }
    return PollNow(backend, request, name.substr(0, name.size() - kPoll.size()), respond);
  }
  const auto found = Find(backend, name, respond);
  if (!found) return;
  backend.past(PageQueryOf(name, backend.now()),
               [backend, found = *found, respond](const Result<Past>& past) {
                 respond(MakeResponse(200, kHtml, AccountHtml(backend, found, past)));
               });
}

void ShowTicket(const Backend& backend, const Request& request, const Respond& respond) {
  const std::string name = NameIn(request, "/support/");
  const std::string format = FormatIn(request);
  if (!format.empty() && format != "text" && format != "markdown" && format != "json") {
    return respond(MakeResponse(400, kPlainText, "400: format: text, markdown or json\n"));
  }
  const auto found = Find(backend, name, respond);
  if (!found) return;
  if (const IncidentView* open = IncidentOfTicket(*found->status)) {
    const DeskIncident incident = OfView(*open);
    return respond(AsAsked(format, TicketFor(backend, *found, &incident), *found, backend));
  }
  backend.past(
      LastIncidentOf(name), [backend, found = *found, format, respond](const Result<Past>& past) {
        const auto last =
            past ? ToDesk(past->page.incidents, *backend.catalogue(), AccountsOf(*found.fleet))
                 : std::vector<DeskIncident>();
        const Ticket ticket = TicketFor(backend, found, last.empty() ? nullptr : &last.front());
        respond(AsAsked(format, ticket, found, backend));
      });
}

void ShowIncidents(const Backend& backend, const Request& request, const Respond& respond) {
  const std::string format = FormatIn(request);
  if (format == "json") return ListIncidents(backend, request, respond);
  if (!format.empty() && format != "csv") {
    return respond(MakeResponse(400, kPlainText, "400: format: csv or json\n"));
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
