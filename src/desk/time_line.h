#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/enum_names.h"
#include "desk/desk_incident.h"
#include "model/history.h"
#include "model/maintenance.h"

namespace wa {

enum class SpanKind {
  kGap,          // nobody looked, or what was seen is not kept any more
  kMaybe,        // between the last good answer and the first bad one
  kIncident,     // from the first bad answer to the last
  kMaintenance,  // announced: nobody is called
};
template <>
struct EnumNames<SpanKind> {
  static constexpr std::array table{
      std::pair{SpanKind::kGap, std::string_view("gap")},
      std::pair{SpanKind::kMaybe, std::string_view("maybe")},
      std::pair{SpanKind::kIncident, std::string_view("incident")},
      std::pair{SpanKind::kMaintenance, std::string_view("maintenance")},
  };
};

// A part of a time line.
struct Span {
  SpanKind kind = SpanKind::kIncident;
  SystemTime from;
  SystemTime to;
  AccountState state = AccountState::kOk;  // of an incident: what it made of the account
  std::string text;                        // for people
};

// What happened to one account between two moments; gaps first, so that what is drawn later lies
// above. `past` was asked with answers, and for at least this time. REQUIRES: from < to.
struct TimeLine {
  SystemTime from;
  SystemTime to;
  std::vector<Span> spans;
};
TimeLine MakeTimeLine(const std::vector<DeskIncident>& incidents, const Past& past, SystemTime from,
                      SystemTime to);

// Adds the times within the line at which the maintenance held.
void AddMaintenance(const Maintenance& maintenance, TimeLine* line);

}  // namespace wa
