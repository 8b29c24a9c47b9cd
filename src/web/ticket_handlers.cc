#include "web/ticket_handlers.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/hmac.h"
#include "desk/ticket.h"
#include "web/desk_lookup.h"
#include "web/evidence_bundle.h"
#include "web/incident_list.h"
#include "web/refusal.h"
#include "web/ticket_page.h"

namespace wa {
namespace {

constexpr std::string_view kMarkdown = "text/markdown; charset=utf-8";
constexpr std::array<std::string_view, 5> kFormats{"", "text", "markdown", "json", "bundle"};

Response AsAsked(const std::string& format, const Ticket& ticket, const Found& found,
                 const Backend& backend) {
  if (format == "text") return MakeResponse(200, kPlainText, TicketText(ticket));
  if (format == "markdown") return MakeResponse(200, kMarkdown, TicketMarkdown(ticket));
  if (format == "json") {
    return MakeResponse(200, kJsonType, TicketJson(ticket, found.Name(), backend.now()));
  }
  return MakeResponse(200, kHtml, TicketPage(ticket, found.Name(), backend.now(), backend.version));
}

Response BundleResponse(const AccountPageContext& context, const Ticket& ticket) {
  auto bundle = EvidenceBundle(context, ticket);
  if (!bundle) return PlainRefusal(500, bundle.error().message);
  const auto digest = HashOf(*bundle);
  Response response = MakeResponse(200, "application/gzip", std::move(*bundle));
  response.headers.emplace_back("Content-Disposition",
                                "attachment; filename=\"" +
                                    BundleName(context.status->account->name, context.now) +
                                    ".tar.gz\"");
  // RFC 9530, so that whoever keeps the answer can prove later that it is this one.
  if (digest) {
    response.headers.emplace_back("Repr-Digest", "sha-256=:" + ToBase64(*digest) + ":");
  }
  return response;
}

// `incident` may be null: nothing is wrong.
Ticket TicketFor(const Backend& backend, const Found& found, const DeskIncident* incident) {
  const auto catalogue = backend.catalogue();
  const Evidence evidence = backend.evidence(found.Name());
  TicketContext context;
  context.fleet = found.fleet.get();
  context.status = found.status;
  context.incident = incident;
  context.evidence = &evidence;
  context.desk = DeskOf(catalogue->desks(), found.status->account->kind);
  context.now = backend.now();
  context.full_phone_number = backend.config()->privacy.ShowsFullNumbers();
  context.program = "waba_exporter " + backend.version;
  return WriteTicket(context);
}

// Of the open incident that matters most, else of the last one.
void WithTicket(const Backend& backend, const Found& found,
                const std::function<void(const Ticket&)>& use) {
  if (const IncidentView* open = IncidentOfTicket(*found.status)) {
    const DeskIncident incident = OfView(*open);
    return use(TicketFor(backend, found, &incident));
  }
  PastQuery last_one;
  last_one.incidents.account = found.Name();
  last_one.incidents.limit = 1;
  backend.past(last_one, [backend, found, use](const Result<Past>& past) {
    const auto last =
        past ? ToDesk(past->page.incidents, *backend.catalogue(), AccountsOf(*found.fleet))
             : std::vector<DeskIncident>();
    use(TicketFor(backend, found, last.empty() ? nullptr : &last.front()));
  });
}

}  // namespace

void ShowTicket(const Backend& backend, const Request& request, const Respond& respond) {
  const std::string format = FormatIn(request);
  if (std::find(kFormats.begin(), kFormats.end(), format) == kFormats.end()) {
    return respond(PlainRefusal(400, "format: text, markdown, json or bundle"));
  }
  const auto found = Find(backend, request, NameIn(request, "/support/"), respond);
  if (!found) return;
  WithTicket(backend, *found, [backend, found = *found, format, respond](const Ticket& ticket) {
    if (format != "bundle") return respond(AsAsked(format, ticket, found, backend));
    WithPast(backend, found, [ticket, respond](const AccountPageContext& context) {
      respond(BundleResponse(context, ticket));
    });
  });
}

}  // namespace wa
