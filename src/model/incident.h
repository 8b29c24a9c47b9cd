#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/enum_names.h"

namespace wa {

// Why an incident is over.
enum class IncidentEnd {
  kRecovered,   // two good polls in a row
  kUnobserved,  // nobody looked for longer than the grace: what happened meanwhile is not known
  kRemoved,     // the account is no longer configured
  kReported,    // the opposite event said so
  kQuiet,       // nothing told of it any more, and no poll can see it
  kUnasked,     // the question that showed it is no longer asked: whether it goes on is not known
};
template <>
struct EnumNames<IncidentEnd> {
  static constexpr std::array table{
      std::pair{IncidentEnd::kRecovered, std::string_view("recovered")},
      std::pair{IncidentEnd::kUnobserved, std::string_view("unobserved")},
      std::pair{IncidentEnd::kRemoved, std::string_view("removed")},
      std::pair{IncidentEnd::kReported, std::string_view("reported")},
      std::pair{IncidentEnd::kQuiet, std::string_view("quiet")},
      std::pair{IncidentEnd::kUnasked, std::string_view("unasked")},
  };
};

// One account having one condition (or conditions of one group), as it is stored: wall time, slugs.
struct IncidentRecord {
  std::string id;  // unique for ever: account, key and first start
  std::string account;
  std::string key;        // group, or slug
  std::string condition;  // the slug first seen: what metrics and pages show until it closes
  std::string seen_now;   // the slug last seen
  SystemTime start;       // first bad poll: the latest possible start
  std::optional<SystemTime> earliest_start;  // last good poll before it, if there was one
  SystemTime last_seen;
  std::optional<SystemTime> retry_at;
  // The first answer that showed it beyond its grace: from then on alerts can fire.
  std::optional<SystemTime> overdue_seen;
  std::uint64_t sightings = 1;
  int http_status = 0;
  std::string detail;
  std::string request_id;
  std::vector<std::string> subjects;     // what within the account has it (templates), sorted
  std::optional<SystemTime> told_until;  // see Incident in incident/tracker.h
  std::optional<SystemTime> restored;
  std::optional<SystemTime> happened;
  std::optional<SystemTime> ended;  // first good poll; unset while open
  std::optional<IncidentEnd> end_reason;
};

}  // namespace wa
