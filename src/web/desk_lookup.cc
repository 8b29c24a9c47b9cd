#include "web/desk_lookup.h"

#include <utility>

#include "web/account_name.h"
#include "web/incident_list.h"
#include "web/refusal.h"

namespace wa {
namespace {

const AccountStatus* FindSubject(const FleetSnapshot& fleet, const std::string& name) {
  if (const AccountStatus* account = fleet.Find(name)) return account;
  for (const auto& subject : fleet.subjects) {
    if (subject->account->name == name) return subject.get();
  }
  return nullptr;
}

}  // namespace

std::optional<Found> Find(const Backend& backend, const Request& request, const std::string& name,
                          const Respond& respond) {
  Found found{backend.snapshot(), nullptr};
  if (found.fleet == nullptr) {
    respond(Refusal(request.path, 503, "the exporter is starting"));
    return std::nullopt;
  }
  found.status = FindSubject(*found.fleet, name);
  if (found.status != nullptr) return found;
  const std::string hint = IsOfApi(request.path) ? " (the names are at /api/v1/accounts)" : "";
  respond(Refusal(request.path, 404, NoSuchAccount(*found.fleet, name) + hint));
  return std::nullopt;
}

std::string NameIn(const Request& request, std::string_view prefix) {
  return request.path.substr(prefix.size());
}

std::string FormatIn(const Request& request) {
  const auto format = request.query.find("format");
  return format == request.query.end() ? "" : format->second;
}

void WithPast(const Backend& backend, const Found& found,
              std::function<void(const AccountPageContext&)> write) {
  backend.past(PastOfAccount(found.Name(), backend.now()),
               [backend, found, write = std::move(write)](const Result<Past>& past) {
                 const auto catalogue = backend.catalogue();
                 const Evidence evidence = backend.evidence(found.Name());
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
                   context.incidents =
                       ToDesk(past->page.incidents, *catalogue, AccountsOf(*found.fleet));
                 } else {
                   context.why_no_past = past.error().message;
                 }
                 write(context);
               });
}

}  // namespace wa
