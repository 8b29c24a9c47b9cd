#pragma once

#include <array>
#include <bitset>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/enum_names.h"
#include "model/account.h"

namespace wa {

enum class Weekday { kMonday, kTuesday, kWednesday, kThursday, kFriday, kSaturday, kSunday };
template <>
struct EnumNames<Weekday> {
  static constexpr std::array table{
      std::pair{Weekday::kMonday, std::string_view("monday")},
      std::pair{Weekday::kTuesday, std::string_view("tuesday")},
      std::pair{Weekday::kWednesday, std::string_view("wednesday")},
      std::pair{Weekday::kThursday, std::string_view("thursday")},
      std::pair{Weekday::kFriday, std::string_view("friday")},
      std::pair{Weekday::kSaturday, std::string_view("saturday")},
      std::pair{Weekday::kSunday, std::string_view("sunday")},
  };
};

// From one moment up to, not including, another.
struct TimeSpan {
  SystemTime from;
  SystemTime to;
  friend bool operator==(const TimeSpan&, const TimeSpan&) = default;
};

// A time that comes again: on these days, as the clock on a wall of the time zone shows it.
struct WeeklyTimes {
  std::bitset<7> weekdays;                     // by Weekday; those on which it begins
  std::chrono::minutes from{0};                // since midnight; less than a day
  std::chrono::minutes to{0};                  // the same; not after `from`: on the next day
  std::string time_zone;                       // of the IANA's database
  std::optional<std::chrono::sys_days> until;  // the last day on which it begins, there

  friend bool operator==(const WeeklyTimes&, const WeeklyTimes&) = default;
};

// Whom it is about: who fits all lists that are not empty; everybody if all are.
struct MaintenanceScope {
  std::vector<std::string> accounts;        // by name
  std::vector<std::string> providers;       // by name
  std::map<std::string, std::string> tags;  // all of them

  // A provider and its partners are meant where it is not accounts that are listed. Our own network
  // never is.
  bool Covers(const Account& account) const;
  // For people: "all accounts", "berlin-shop, ulm-shop and 3 more", "provider d360, tag
  // team=retail".
  std::string Text() const;
  friend bool operator==(const MaintenanceScope&, const MaintenanceScope&) = default;
};

// Work that was announced: while it lasts nobody is called for the accounts that it is about.
// Nothing else changes. Plain value.
struct Maintenance {
  std::string id;      // "m" and 12 hexadecimal digits; of what follows, so that it says the same
                       // thing if it is announced twice
  std::string reason;  // for people
  MaintenanceScope scope;
  std::variant<TimeSpan, WeeklyTimes> when;
  bool is_configured = false;  // stands in the configuration; else it was announced by the API
  std::optional<SystemTime> announced;  // by the API: then it never held before
  std::optional<SystemTime> ended;      // before its time

  friend bool operator==(const Maintenance&, const Maintenance&) = default;
};

// As it is published.
struct MaintenanceView {
  std::shared_ptr<const Maintenance> maintenance;  // never null
  std::optional<TimeSpan> next;  // the time that holds now or comes next; none: it is over

  bool HoldsAt(SystemTime now) const { return next && next->from <= now && now < next->to; }
};

// The maintenance of the account that holds at `now`, of several the one that lasts longest; null
// if there is none.
const MaintenanceView* MaintenanceOf(const std::vector<MaintenanceView>& views,
                                     const Account& account, SystemTime now);

}  // namespace wa
