#include "cli/state_desk_json.h"

#include <utility>

#include "model/maintenance_form.h"

namespace wa {

OrderedJson ToJson(const Maintenance& maintenance) {
  const MaintenanceForm form = FormOf(maintenance);
  return {
      {"reason", form.reason},
      {"all", form.all},
      {"accounts", form.accounts},
      {"providers", form.providers},
      {"tags", OrderedJson(form.tags)},
      {"from", form.from},
      {"to", form.to},
      {"weekdays", form.weekdays},
      {"time_zone", form.time_zone},
      {"until", form.until},
      {"announced", NanosecondsOrNull(maintenance.announced)},
      {"ended", NanosecondsOrNull(maintenance.ended)},
  };
}

OrderedJson ToJson(const SupportCase& it) {
  return {
      {"id", it.id},
      {"account", it.account},
      {"reference", it.reference},
      {"opened", Nanoseconds(it.opened)},
      {"answer_due", NanosecondsOrNull(it.answer_due)},
      {"answered", NanosecondsOrNull(it.answered)},
      {"closed", NanosecondsOrNull(it.closed)},
      {"incident", it.incident},
      {"key", it.key},
      {"condition", it.condition},
      {"start", NanosecondsOrNull(it.start)},
      {"earliest_start", NanosecondsOrNull(it.earliest_start)},
      {"recovered", NanosecondsOrNull(it.recovered)},
      {"outages", it.outages},
      {"downtime", it.downtime.count()},
  };
}

Maintenance ReadStoredMaintenance(StateFields fields) {
  MaintenanceForm form;
  fields.Read("reason", &form.reason);
  fields.Read("all", &form.all);
  fields.Read("accounts", &form.accounts);
  fields.Read("providers", &form.providers);
  fields.Read("tags", &form.tags);
  fields.Read("from", &form.from);
  fields.Read("to", &form.to);
  fields.Read("weekdays", &form.weekdays);
  fields.Read("time_zone", &form.time_zone);
  fields.Read("until", &form.until);
  auto read = ReadMaintenance(form);
  if (!read) fields.Refuse("", read.error().front().message);
  Maintenance maintenance = read ? std::move(*read) : Maintenance();
  fields.Read("announced", &maintenance.announced);
  fields.Read("ended", &maintenance.ended);
  return maintenance;
}

SupportCase ReadStoredCase(StateFields fields) {
  SupportCase it;
  fields.ReadName("id", &it.id);
  fields.ReadName("account", &it.account);
  fields.Read("reference", &it.reference);
  fields.Read("opened", &it.opened);
  fields.Read("answer_due", &it.answer_due);
  fields.Read("answered", &it.answered);
  fields.Read("closed", &it.closed);
  fields.Read("incident", &it.incident);
  fields.Read("key", &it.key);
  fields.Read("condition", &it.condition);
  fields.Read("start", &it.start);
  fields.Read("earliest_start", &it.earliest_start);
  fields.Read("recovered", &it.recovered);
  fields.Read("outages", &it.outages);
  fields.Read("downtime", &it.downtime);
  return it;
}

}  // namespace wa
