#include "web/maintenance_api.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/text.h"
#include "model/maintenance_form.h"
#include "web/account_name.h"
#include "web/api_order.h"
#include "web/json_form.h"
#include "web/json_values.h"
#include "web/json_view.h"
#include "web/refusal.h"

namespace wa {
namespace {

constexpr std::string_view kFolder = "/api/v1/maintenance/";

OrderedJson ItemJson(const MaintenanceView& view, SystemTime now) {
  const Maintenance& maintenance = *view.maintenance;
  const MaintenanceForm form = FormOf(maintenance);
  OrderedJson next = nullptr;
  if (view.next) {
    next = {{"from", FormatUtc(view.next->from, true)}, {"to", FormatUtc(view.next->to, true)}};
  }
  return {{"id", maintenance.id},
          {"reason", form.reason},
          {"source", maintenance.is_configured ? "configuration" : "api"},
          {"all", form.all},
          {"accounts", form.accounts},
          {"providers", form.providers},
          {"tags", OrderedJson(form.tags)},
          {"from", form.from},
          {"to", form.to},
          {"weekdays", form.weekdays},
          {"time_zone", TextOrNull(form.time_zone)},
          {"until", TextOrNull(form.until)},
          {"holds", view.HoldsAt(now)},
          {"next", std::move(next)},
          {"announced", TimeOrNull(maintenance.announced)},
          {"ended", TimeOrNull(maintenance.ended)}};
}

std::optional<OrderedJson> FindItem(const FleetSnapshot& snapshot, const std::string& id,
                                    SystemTime now) {
  const auto& all = *snapshot.maintenance;
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const auto& view) { return view.maintenance->id == id; });
  if (found == all.end()) return std::nullopt;
  return ItemJson(*found, now);
}

void List(const Backend& backend, const FleetSnapshot& snapshot, const Respond& respond) {
  const SystemTime now = backend.now();
  OrderedJson items = OrderedJson::array();
  for (const MaintenanceView& view : *snapshot.maintenance) items.push_back(ItemJson(view, now));
  respond(JsonAnswer(200, {{"version", kJsonVersion},
                           {"now", FormatUtc(now, true)},
                           {"maintenance", std::move(items)}}));
}

MaintenanceForm ReadForm(JsonForm& json) {
  MaintenanceForm form;
  json.Read("reason", &form.reason);
  json.Read("all", &form.all);
  json.Read("accounts", &form.accounts);
  json.Read("providers", &form.providers);
  json.Read("tags", &form.tags);
  json.Read("from", &form.from);
  json.Read("to", &form.to);
  json.Read("weekdays", &form.weekdays);
  json.Read("time_zone", &form.time_zone);
  json.Read("until", &form.until);
  return form;
}

void RefuseStrangers(const FleetSnapshot& snapshot, const MaintenanceForm& form, JsonForm& json) {
  for (const std::string& name : form.accounts) {
    if (snapshot.Find(name) == nullptr) json.Refuse("accounts: " + NoSuchAccount(snapshot, name));
  }
  std::vector<std::string> known;
  for (const ProviderSettings& provider : snapshot.providers) known.push_back(provider.name);
  for (const std::string& name : form.providers) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const auto meant = DidYouMean(name, known);
    json.Refuse("providers: no provider of this name is configured" +
                (meant ? "; did you mean " + *meant + "?" : std::string()));
  }
}

auto ShowWith(const Backend& backend) {
  return [now = backend.now](const FleetSnapshot& snapshot, const std::string& id) {
    return FindItem(snapshot, id, now());
  };
}

void Announce(const Backend& backend, const FleetSnapshot& snapshot, const Request& request,
              const Respond& respond) {
  if (auto refused = WhyNotWritten(backend, request)) return respond(*refused);
  std::string flaw;
  const auto body = ReadJsonObject(request, &flaw);
  if (!body) return respond(ApiProblem(400, flaw));
  JsonForm json(*body);
  const MaintenanceForm form = ReadForm(json);
  auto maintenance = ReadMaintenance(form);
  if (!maintenance) {
    for (const FormFlaw& wrong : maintenance.error()) json.Refuse(wrong.message);
  }
  RefuseStrangers(snapshot, form, json);
  if (const std::string flaws = json.Flaws(); !flaws.empty()) {
    return respond(ApiProblem(400, flaws));
  }
  Carry(backend, AnnounceMaintenance{std::move(*maintenance)}, ShowWith(backend), respond);
}

}  // namespace

void TellMaintenance(const Backend& backend, const Request& request, const Respond& respond) {
  const auto snapshot = backend.snapshot();
  if (snapshot == nullptr) return respond(ApiProblem(503, "the exporter is starting"));
  if (request.method == "POST") return Announce(backend, *snapshot, request, respond);
  List(backend, *snapshot, respond);
}

void TellOneMaintenance(const Backend& backend, const Request& request, const Respond& respond) {
  const auto snapshot = backend.snapshot();
  if (snapshot == nullptr) return respond(ApiProblem(503, "the exporter is starting"));
  const ItemPath item = ItemOf(request, kFolder);
  if (request.method == "POST") {
    if (auto refused = WhyNotWritten(backend, request)) return respond(*refused);
    if (item.action != "end") return respond(ApiProblem(404, "POST goes to ID/end"));
    return Carry(backend, EndMaintenance{item.id}, ShowWith(backend), respond);
  }
  const auto shown =
      item.action.empty() ? FindItem(*snapshot, item.id, backend.now()) : std::nullopt;
  respond(shown ? JsonAnswer(200, *shown) : ApiProblem(404, "there is no maintenance of this id"));
}

}  // namespace wa
