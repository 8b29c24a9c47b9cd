#include "cli/state_json.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "base/build.h"
#include "base/rfc3339.h"
#include "base/text.h"
#include "cli/json_values.h"

namespace wa {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kFormat = "waba_exporter state";

// "2026-11-25T18:00:00.000000001Z"
std::string Nanoseconds(SystemTime time) {
  std::string text = FormatUtc(time);
  const auto since_epoch = time.time_since_epoch();
  const Duration part = since_epoch - std::chrono::floor<std::chrono::seconds>(since_epoch);
  std::array<char, 16> fraction{};
  std::snprintf(fraction.data(), fraction.size(), ".%09lld", static_cast<long long>(part.count()));
  text.insert(text.size() - 1, fraction.data());
  return text;
}

OrderedJson NanosecondsOrNull(const std::optional<SystemTime>& time) {
  return time ? OrderedJson(Nanoseconds(*time)) : OrderedJson(nullptr);
}

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

// The members of one object. What is missing or of another kind is remembered; the first counts.
class Fields {
 public:
  // REQUIRES: what is pointed to outlives it.
  Fields(const Json& object, std::string where, std::string* wrong)
      : object_(object), where_(std::move(where)), wrong_(wrong) {
    if (!object_.is_object()) Refuse("", "an object is needed");
  }

  void Read(const char* key, std::string* text) {
    const Json* value = Find(key);
    if (value == nullptr || !value->is_string()) return Refuse(key, "a text is needed");
    *text = value->get_ref<const std::string&>();
  }
  void ReadName(const char* key, std::string* name) {
    Read(key, name);
    if (name->empty()) Refuse(key, "it must not be empty");
  }
  void Read(const char* key, std::uint64_t* count) {
    const Json* value = Find(key);
    const bool fits = value != nullptr && value->is_number_unsigned();
    if (!fits) return Refuse(key, "a whole number that is not negative is needed");
    *count = value->get<std::uint64_t>();
  }
  void Read(const char* key, int most, int* number) {
    std::uint64_t count = 0;
    Read(key, &count);
    if (count > static_cast<std::uint64_t>(most)) {
      return Refuse(key, "it must not be more than " + std::to_string(most));
    }
    *number = static_cast<int>(count);
  }
  void Read(const char* key, Duration* duration) {
    std::uint64_t count = 0;
    Read(key, &count);
    if (count > static_cast<std::uint64_t>(Duration::max().count())) {
      return Refuse(key, "it is too long");
    }
    *duration = Duration(static_cast<std::int64_t>(count));
  }
  void ReadShare(const char* key, double* share) {
    const Json* value = Find(key);
    const bool is_number = value != nullptr && value->is_number();
    const double number = is_number ? value->get<double>() : -1;
    if (!(number >= 0 && number <= 1)) return Refuse(key, "a number from 0 to 1 is needed");
    *share = number;
  }
  void Read(const char* key, SystemTime* time) {
    std::optional<SystemTime> read;
    Read(key, &read);
    if (!read) return Refuse(key, kTimeNeeded);
    *time = *read;
  }
  void Read(const char* key, std::optional<SystemTime>* time) {
    const Json* value = Find(key);
    if (value != nullptr && value->is_null()) return time->reset();
    *time = value != nullptr && value->is_string()
                ? ParseRfc3339(value->get_ref<const std::string&>())
                : std::nullopt;
    if (!*time) Refuse(key, std::string(kTimeNeeded) + ", or null");
  }
  // Of what earlier versions did not write.
  void ReadIfThere(const char* key, std::optional<SystemTime>* time) {
    if (Find(key) != nullptr) Read(key, time);
  }
  void Read(const char* key, std::vector<std::string>* texts) {
    const Json* value = Find(key);
    const auto is_text = [](const Json& one) { return one.is_string(); };
    const bool fits =
        value != nullptr && value->is_array() && std::all_of(value->begin(), value->end(), is_text);
    if (!fits) return Refuse(key, "a list of texts is needed");
    for (const Json& text : *value) texts->push_back(text.get_ref<const std::string&>());
  }

  // Each object in the list, made a record by `read`.
  template <typename Record>
  void Read(const char* key, Record (*read)(Fields fields), std::vector<Record>* records) {
    const Json* list = Find(key);
    if (list == nullptr || !list->is_array()) return Refuse(key, "a list is needed");
    for (std::size_t i = 0; i < list->size() && wrong_->empty(); ++i) {
      records->push_back(
          read(Fields((*list)[i], std::string(key) + "[" + std::to_string(i) + "]", wrong_)));
    }
  }

  void Refuse(const std::string& key, const std::string& reason) {
    if (!wrong_->empty()) return;
    const std::string dot = where_.empty() || key.empty() ? "" : ".";
    const std::string place = where_ + dot + key;
    *wrong_ = place.empty() ? reason : place + ": " + reason;
  }

 private:
  static constexpr const char* kTimeNeeded = "a time such as \"2026-11-25T18:00:00Z\" is needed";

  // Null if it is not there.
  const Json* Find(const char* key) const {
    if (!object_.is_object()) return nullptr;
    const auto found = object_.find(key);
    return found == object_.end() ? nullptr : &*found;
  }

  const Json& object_;
  std::string where_;
  std::string* wrong_;
};

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
  if (!wrong.empty()) return Fail(ErrorCode::kConfig, name + ": " + wrong);
  return state;
}

}  // namespace wa
