#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "desk/desk_incident.h"
#include "desk/watched.h"
#include "model/account.h"

namespace wa {

// How one account was between two moments.
struct ReportRow {
  std::shared_ptr<const Account> account;
  std::size_t restarts = 0;  // times in which nothing could be sent, within what is allowed
  std::size_t outages = 0;   // ... beyond it
  Duration restart_time{0};
  Duration outage_time{0};
  std::size_t others = 0;  // incidents that stopped no message
  Duration watched{0};     // in which it was known how the account is

  // Share of the watched time in which messages could be sent, 0 to 1, without and with the
  // restarts; unset if nothing was known of the account.
  std::optional<double> Availability() const;
  std::optional<double> AvailabilityWithRestarts() const;
};

// All incidents of one condition.
struct ReportCondition {
  const Condition* condition = nullptr;
  std::size_t incidents = 0;
  std::size_t accounts = 0;
  Duration time{0};     // together, within the report
  Duration longest{0};  // of one
};

// An incident that went beyond what is allowed, and so called somebody.
struct ReportCall {
  DeskIncident incident;
  // From the first sighting until an answer showed it beyond the grace, which is when alerts can
  // fire; unset: stored by a version that did not note it.
  std::optional<Duration> until_known;
};

struct Report {
  SystemTime from;
  SystemTime to;                // never after now
  Duration watched{0};          // in which the exporter looked at all
  std::vector<ReportRow> rows;  // worst first: by outages, then restarts, those of which nothing
                                // was known, then by name
  std::vector<ReportCondition> conditions;  // what took most time first
  std::vector<ReportCall> calls;            // critical ones, in order of time
};

// `incidents`: of these accounts, that touch the time between both moments, which are those of
// `watched`. What is still open lasts until the report ends. Pure.
Report MakeReport(const std::vector<std::shared_ptr<const Account>>& accounts,
                  const std::vector<DeskIncident>& incidents, const Watched& watched,
                  SystemTime from, SystemTime to);

// A report for people: summary, accounts, conditions, calls.
struct ReportPart {
  std::string title;
  std::string sentence;                         // may be empty
  std::vector<std::vector<std::string>> table;  // lines of cells, the first of them the head
};
std::vector<ReportPart> PartsOf(const Report& report);

// `title` names what it is about: "2026-11, team=retail".
std::string ReportMarkdown(const Report& report, const std::string& title);
// A line for every account.
std::string ReportCsv(const Report& report);

}  // namespace wa
