#include "web/json_view.h"

#include <nlohmann/json.hpp>
#include <optional>

#include "base/enum_names.h"
#include "base/text.h"
#include "web/account_json.h"
#include "web/json_values.h"
#include "web/summary.h"

namespace wa {
namespace {

using Json = nlohmann::ordered_json;

Json IncidentJson(const IncidentView& incident) {
  const Condition& condition = *incident.condition;
  const Condition& seen_now = incident.seen_now != nullptr ? *incident.seen_now : condition;
  return {
      {"id", incident.id},
      {"condition", condition.slug},
      {"title", condition.title},
      {"seen_now", seen_now.slug},
      {"start", FormatUtc(incident.start, true)},
      {"earliest_start", TimeOrNull(incident.earliest_start)},
      {"last_seen", FormatUtc(incident.last_seen, true)},
      {"lasted_seconds", Seconds(incident.Lasted())},
      {"grace_seconds", Seconds(incident.grace)},
      {"overdue", incident.Overdue()},
      {"owner", Name(condition.owner)},
      {"scope", Name(condition.scope)},
      {"severity", Name(condition.severity)},
      {"contact", Name(condition.contact)},
      {"http_status", incident.http_status == 0 ? Json(nullptr) : Json(incident.http_status)},
      {"detail", TextOrNull(incident.detail)},
      {"subjects", incident.subjects},
      {"contradiction", TextOrNull(incident.contradiction)},
      {"explained_by", TextOrNull(incident.explained_by)},
      {"action", condition.action},
      {"retry_at", TimeOrNull(incident.retry_at)},
  };
}

Json HealthJson(const AccountStatus& status) {
  Json health = Json::array();
  for (const EntityHealth& entity : *status.health) {
    health.push_back(
        {{"entity", entity.entity}, {"can_send_message", Name(entity.can_send_message)}});
  }
  return health;
}

}  // namespace

Json IncidentsJson(const AccountStatus& status) {
  Json incidents = Json::array();
  for (const IncidentView& incident : status.incidents) incidents.push_back(IncidentJson(incident));
  return incidents;
}

namespace {

Json SubjectsJson(const FleetSnapshot& snapshot) {
  Json subjects = Json::array();
  for (const auto& status : snapshot.subjects) {
    subjects.push_back({{"name", status->account->name}, {"incidents", IncidentsJson(*status)}});
  }
  return subjects;
}

Json MaintenanceJson(const FleetSnapshot& snapshot, const Account& account, SystemTime now) {
  const MaintenanceView* view = MaintenanceOf(*snapshot.maintenance, account, now);
  if (view == nullptr) return nullptr;
  return {{"id", view->maintenance->id},
          {"reason", view->maintenance->reason},
          {"until", TimeJson(view->next->to)}};
}

}  // namespace

Json AccountJson(const FleetSnapshot& snapshot, const AccountStatus& status, SystemTime now) {
  const Account& account = *status.account;
  const Duration interval = snapshot.polling_interval;
  const std::string why_unknown = WhyUnknown(status, now, interval);
  return {
      {"name", account.name},
      {"provider", account.provider},
      {"plan", Name(account.plan)},
      {"hosting", HostingOf(account.kind)},
      {"phone", TextOrNull(MaskedPhone(account.phone_number))},
      {"tags", Json(*account.tags)},
      {"state", Name(StateAt(status, now, interval))},
      {"known", why_unknown.empty()},
      {"why_unknown", TextOrNull(why_unknown)},
      {"last_poll", TimeOrNull(status.last_poll)},
      {"next_poll", TimeOrNull(status.next_poll)},
      {"last_success", TimeOrNull(status.last_success)},
      {"next_step", NextStep(status, now, interval)},
      {"maintenance", MaintenanceJson(snapshot, account, now)},
      {"health", HealthJson(status)},
      {"incidents", IncidentsJson(status)},
  };
}

Json StatesJson(const StateCounts& counts) {
  Json states = Json::object();
  for (const auto& [state, name] : EnumNames<AccountState>::table) {
    states[std::string(name)] = counts.Of(state);
  }
  return states;
}

std::string AccountsJson(const FleetSnapshot& snapshot, const AccountQuery& query, SystemTime now) {
  const AccountPage page = SelectAccounts(snapshot, query, now);
  Json accounts = Json::array();
  for (const AccountRow& row : page.rows) {
    accounts.push_back(AccountJson(snapshot, *row.status, now));
  }
  return DumpLine({
      {"version", kJsonVersion},
      {"now", FormatUtc(now, true)},
      {"published", FormatUtc(snapshot.published, true)},
      {"uplink", snapshot.uplink},
      {"total", snapshot.accounts.size()},
      {"states", StatesJson(CountStates(snapshot, now))},
      {"subjects", SubjectsJson(snapshot)},
      {"matching", page.matching},
      {"limit", query.limit},
      {"offset", query.offset},
      {"accounts", std::move(accounts)},
  });
}

}  // namespace wa
