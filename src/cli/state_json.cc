#include "cli/state_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "base/build.h"
#include "cli/json_values.h"
#include "cli/state_desk_json.h"
#include "cli/state_fields.h"

namespace wa {
namespace {

using Json = nlohmann::json;
using Fields = StateFields;

constexpr std::string_view kFormat = "waba_exporter state";

OrderedJson ToJson(const IncidentRecord& record) {
  return {
      {"id", record.id},
      {"account", record.account},
      {"key", record.key},
      {"condition", record.condition},
      {"seen_now", record.seen_now},
      {"start", Nanoseconds(record.start)},
      {"earliest_start", NanosecondsOrNull(record.earliest_start)},
      {"last_seen", Nanoseconds(record.last_seen)},
      {"overdue_seen", NanosecondsOrNull(record.overdue_seen)},
      {"retry_at", NanosecondsOrNull(record.retry_at)},
      {"sightings", record.sightings},
      {"http_status", record.http_status},
      {"detail", record.detail},
      {"request_id", record.request_id},
      {"subjects", record.subjects},
      {"told_until", NanosecondsOrNull(record.told_until)},
      {"restored", NanosecondsOrNull(record.restored)},
      {"happened", NanosecondsOrNull(record.happened)},
  };
}

OrderedJson ToJson(const AccountTotals& totals) {
  return {
      {"account", totals.account},
      {"unavailable", totals.unavailable.count()},
      {"restarts", totals.restarts},
      {"restart_time", totals.restart_time.count()},
  };
}

OrderedJson ToJson(const UsualShareRecord& share) {
  return {
      {"provider", share.provider},
      {"hour", share.hour},
      {"share", share.share},
      {"days", share.days},
  };
}

template <typename Record>
OrderedJson ToJson(const std::vector<Record>& records) {
  OrderedJson list = OrderedJson::array();
  for (const Record& record : records) list.push_back(ToJson(record));
  return list;
}

IncidentRecord ReadIncident(Fields fields) {
  constexpr int kHighestStatus = 999;
  IncidentRecord record;
  fields.ReadName("id", &record.id);
  fields.ReadName("account", &record.account);
  fields.ReadName("key", &record.key);
  fields.ReadName("condition", &record.condition);
  fields.ReadName("seen_now", &record.seen_now);
  fields.Read("start", &record.start);
  fields.Read("earliest_start", &record.earliest_start);
  fields.Read("last_seen", &record.last_seen);
  fields.ReadIfThere("overdue_seen", &record.overdue_seen);
  fields.Read("retry_at", &record.retry_at);
  fields.Read("sightings", &record.sightings);
  fields.Read("http_status", kHighestStatus, &record.http_status);
  fields.Read("detail", &record.detail);
  fields.Read("request_id", &record.request_id);
  fields.Read("subjects", &record.subjects);
  fields.Read("told_until", &record.told_until);
  fields.Read("restored", &record.restored);
  fields.Read("happened", &record.happened);
  if (record.last_seen < record.start) fields.Refuse("last_seen", "it is before the start");
  return record;
}

AccountTotals ReadTotals(Fields fields) {
  AccountTotals totals;
  fields.ReadName("account", &totals.account);
  fields.Read("unavailable", &totals.unavailable);
  fields.Read("restarts", &totals.restarts);
  fields.Read("restart_time", &totals.restart_time);
  return totals;
}

UsualShareRecord ReadShare(Fields fields) {
  constexpr int kLastHour = 23;
  UsualShareRecord share;
  fields.ReadName("provider", &share.provider);
  fields.Read("hour", kLastHour, &share.hour);
  fields.ReadShare("share", &share.share);
  fields.Read("days", &share.days);
  return share;
}

// What is wrong with the document as a whole, or empty.
std::string WhyNotOurs(const Json& document) {
  if (!document.is_object() || document.value("format", Json()) != kFormat) {
    return "it is no file of `waba_exporter state export`";
  }
  const Json version = document.value("version", Json());
  if (version == kStateVersion) return "";
  return "it has version " + version.dump() + " of the format, and this is version " +
         std::to_string(kStateVersion);
}

// "3:17" of the n-th byte, counted from 1.
std::string Position(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, byte == 0 ? 0 : byte - 1);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t column = before.size() - (before.rfind('\n') + 1) + 1;
  return std::to_string(line) + ":" + std::to_string(column);
}

Result<Json> ParseDocument(std::string_view text, const std::string& name) {
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    return Fail(ErrorCode::kConfig, name + ":" + Position(text, error.byte) + ": it is no JSON");
  }
}

}  // namespace

std::string StateJson(const StoredState& state, SystemTime exported) {
  return Dump(OrderedJson{
      {"format", kFormat},
      {"version", kStateVersion},
      {"written_by", ThisBuild().version},
      {"exported", Nanoseconds(exported)},
      {"incidents", ToJson(state.open_incidents)},
      {"totals", ToJson(state.totals)},
      {"usual_shares", ToJson(state.usual_shares)},
      {"maintenance", ToJson(state.maintenance)},
      {"cases", ToJson(state.cases)},
  });
}

Result<StoredState> ParseStateJson(std::string_view text, const std::string& name) {
  const auto document = ParseDocument(text, name);
  if (!document) return tl::unexpected(document.error());
  std::string wrong = WhyNotOurs(*document);
  StoredState state;
  Fields fields(*document, "", &wrong);
  fields.Read("incidents", &ReadIncident, &state.open_incidents);
  fields.Read("totals", &ReadTotals, &state.totals);
  fields.Read("usual_shares", &ReadShare, &state.usual_shares);
  fields.ReadIfThere("maintenance", &ReadStoredMaintenance, &state.maintenance);
  fields.ReadIfThere("cases", &ReadStoredCase, &state.cases);
  if (!wrong.empty()) return Fail(ErrorCode::kConfig, name + ": " + wrong);
  return state;
}

}  // namespace wa
