#include "model/maintenance_form.h"

#include <algorithm>
#include <utility>

#include "base/rfc3339.h"
#include "base/stable_hash.h"
#include "base/text.h"
#include "base/time_zone.h"

namespace wa {
namespace {

using std::chrono::minutes;

constexpr Duration kLongest = std::chrono::hours(24 * 31);
constexpr std::size_t kLongestReason = 200;
constexpr std::size_t kLongestName = 200;
constexpr char kTimes[] =
    "a moment such as \"2026-12-01T22:00:00+01:00\", or with time_zone \"2026-12-01 22:00\" (once) "
    "or \"22:00\" (again and again)";

std::string Quote(const std::string& text) { return "'" + Sanitise(text, 40) + "'"; }

// "22:00"
std::optional<minutes> ParseTimeOfDay(const std::string& text) {
  if (text.size() != 5) return std::nullopt;
  const auto time = ParseRfc3339("1970-01-01T" + text + ":00Z");
  if (!time) return std::nullopt;
  return std::chrono::duration_cast<minutes>(time->time_since_epoch());
}

// "2026-12-24"
std::optional<std::chrono::sys_days> ParseDay(const std::string& text) {
  if (text.size() != 10) return std::nullopt;
  const auto time = ParseRfc3339(text + "T00:00:00Z");
  if (!time) return std::nullopt;
  return std::chrono::floor<std::chrono::days>(*time);
}

// "2026-12-24 22:00"
std::optional<LocalTime> ParseLocal(const std::string& text) {
  if (text.size() != 16) return std::nullopt;
  const auto time = ParseRfc3339(text + ":00Z");
  if (!time) return std::nullopt;
  return LocalTime(std::chrono::duration_cast<std::chrono::seconds>(time->time_since_epoch()));
}

std::string FormatTimeOfDay(minutes time) { return FormatUtc(SystemTime(time)).substr(11, 5); }

// What one form says; collects what is wrong with it.
class Reader {
 public:
  explicit Reader(const MaintenanceForm& form) : form_(form) {}

  tl::expected<Maintenance, std::vector<FormFlaw>> Read() {
    ReadReason();
    ReadScope();
    ReadWhen();
    if (!flaws_.empty()) return tl::unexpected(std::move(flaws_));
    return std::move(read_);
  }

 private:
  void Refuse(std::string key, std::string message) {
    flaws_.push_back({std::move(key), std::move(message)});
  }

  void ReadReason() {
    read_.reason = Sanitise(form_.reason, kLongestReason + 1);
    if (Trim(read_.reason).empty()) {
      Refuse("reason", "'reason' is missing: say in a few words what is being done");
    } else if (form_.reason.size() > kLongestReason) {
      Refuse("reason", "'reason' must not be longer than 200 characters");
    }
  }

  void ReadScope() {
    const bool has_lists =
        !form_.accounts.empty() || !form_.providers.empty() || !form_.tags.empty();
    if (form_.all && has_lists) {
      Refuse("all", "'all' means everybody: leave it out, or accounts, providers and tags");
    } else if (!form_.all && !has_lists) {
      Refuse("accounts",
             "nothing says whom it is about: add accounts, providers or tags, or all = true");
    }
    ReadNames("accounts", form_.accounts, &read_.scope.accounts);
    ReadNames("providers", form_.providers, &read_.scope.providers);
    for (const auto& [name, value] : form_.tags) {
      RefuseName("tags", name);
      RefuseName("tags", value);
    }
    read_.scope.tags = form_.tags;
  }

  void RefuseName(const std::string& key, const std::string& name) {
    if (name.empty() || name.size() > kLongestName || name != Sanitise(name, kLongestName)) {
      Refuse(key, "'" + key + "': " + Quote(name) + " is no name");
    }
  }

  void ReadNames(const std::string& key, const std::vector<std::string>& names,
                 std::vector<std::string>* read) {
    for (const std::string& name : names) RefuseName(key, name);
    *read = names;
    std::sort(read->begin(), read->end());
    read->erase(std::unique(read->begin(), read->end()), read->end());
  }

  void ReadWhen() {
    const std::size_t before = flaws_.size();
    for (const auto& [key, text] : {std::pair{"from", form_.from}, std::pair{"to", form_.to}}) {
      if (text.empty()) Refuse(key, std::string("'") + key + "' is missing: " + kTimes);
    }
    if (flaws_.size() > before) return;
    if (ParseTimeOfDay(form_.from)) return ReadWeekly();
    RefuseOfWeekly();
    if (const auto from = ParseRfc3339(form_.from)) return ReadOnce(*from);
    if (const auto from = ParseLocal(form_.from)) return ReadOnce(*from);
    Refuse("from", "'from' " + Quote(form_.from) + " is no time: write " + kTimes);
  }

  void RefuseOfWeekly() {
    const char* why = "' is for what comes again: then from and to are times such as \"22:00\"";
    if (!form_.weekdays.empty()) Refuse("weekdays", std::string("'weekdays") + why);
    if (!form_.until.empty()) Refuse("until", std::string("'until") + why);
  }

  void ReadOnce(SystemTime from) {
    if (!form_.time_zone.empty()) {
      Refuse("time_zone",
             "'time_zone' is for times without an offset, such as \"2026-12-01 22:00\"");
    }
    const auto to = ParseRfc3339(form_.to);
    if (!to) return RefuseTo("\"2026-12-02T04:00:00+01:00\"");
    Put({from, *to});
  }

  void ReadOnce(LocalTime from) {
    const auto zone = ReadZone();
    const auto to = ParseLocal(form_.to);
    if (!to) return RefuseTo("\"2026-12-02 04:00\"");
    if (zone) Put({zone->ToSystem(from).first, zone->ToSystem(*to).last});
  }

  void RefuseTo(const std::string& example) {
    Refuse("to", "'to' " + Quote(form_.to) + " must be of the same form as 'from': " + example);
  }

  void Put(TimeSpan span) {
    if (span.to <= span.from) return Refuse("to", "'to' must be after 'from'");
    if (span.to - span.from > kLongest) {
      return Refuse("to", "'to' must not be more than 31 days after 'from'");
    }
    read_.when = span;
  }

  void ReadWeekly() {
    WeeklyTimes times;
    times.from = *ParseTimeOfDay(form_.from);
    if (const auto to = ParseTimeOfDay(form_.to)) {
      times.to = *to;
    } else {
      RefuseTo("\"04:00\"");
    }
    ReadZone();
    times.time_zone = form_.time_zone;
    if (form_.weekdays.empty()) times.weekdays.set();
    for (const std::string& name : form_.weekdays) {
      const auto day = ParseEnum<Weekday>(ToLower(name));
      if (day) {
        times.weekdays.set(static_cast<std::size_t>(*day));
      } else {
        Refuse("weekdays", "'weekdays': " + Quote(name) + " must be one of " + AllNames<Weekday>());
      }
    }
    times.until = ParseDay(form_.until);
    if (!form_.until.empty() && !times.until) {
      Refuse("until", "'until' must be the last day, such as \"2026-12-24\"");
    }
    read_.when = std::move(times);
  }

  std::optional<TimeZone> ReadZone() {
    if (form_.time_zone.empty()) {
      Refuse("time_zone",
             "'time_zone' is missing: say where these times are, such as "
             "time_zone = \"Europe/Berlin\"");
      return std::nullopt;
    }
    const auto zone = TimeZone::Find(form_.time_zone);
    if (zone) return *zone;
    Refuse("time_zone", "'time_zone': " + zone.error().message);
    return std::nullopt;
  }

  const MaintenanceForm& form_;
  Maintenance read_;
  std::vector<FormFlaw> flaws_;
};

// Of two texts that differ somewhere, never the same.
std::string Identity(const MaintenanceForm& form) {
  constexpr char kEnd = '\x1f';
  std::string text = form.reason + kEnd + form.from + kEnd + form.to + kEnd + form.time_zone +
                     kEnd + form.until + kEnd;
  for (const auto& list : {form.weekdays, form.accounts, form.providers}) {
    for (const std::string& name : list) text += name + kEnd;
    text += kEnd;
  }
  for (const auto& [name, value] : form.tags) text += name + kEnd + value + kEnd;
  return text;
}

std::string IdOf(const Maintenance& maintenance) {
  return "m" + StableDigits(Identity(FormOf(maintenance)));
}

}  // namespace

tl::expected<Maintenance, std::vector<FormFlaw>> ReadMaintenance(const MaintenanceForm& form) {
  auto read = Reader(form).Read();
  if (read) read->id = IdOf(*read);
  return read;
}

MaintenanceForm FormOf(const Maintenance& maintenance) {
  MaintenanceForm form;
  form.reason = maintenance.reason;
  form.accounts = maintenance.scope.accounts;
  form.providers = maintenance.scope.providers;
  form.tags = maintenance.scope.tags;
  form.all = maintenance.scope == MaintenanceScope{};
  if (const auto* once = std::get_if<TimeSpan>(&maintenance.when)) {
    form.from = FormatUtc(once->from);
    form.to = FormatUtc(once->to);
    return form;
  }
  const auto& times = std::get<WeeklyTimes>(maintenance.when);
  form.from = FormatTimeOfDay(times.from);
  form.to = FormatTimeOfDay(times.to);
  form.time_zone = times.time_zone;
  for (const auto& [day, name] : EnumNames<Weekday>::table) {
    if (times.weekdays.test(static_cast<std::size_t>(day))) form.weekdays.emplace_back(name);
  }
  if (times.until) form.until = FormatUtc(SystemTime(*times.until)).substr(0, 10);
  return form;
}

}  // namespace wa
