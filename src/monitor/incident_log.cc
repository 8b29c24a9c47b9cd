#include "monitor/incident_log.h"

#include "base/log.h"
#include "base/text.h"

namespace wa {

void LogChange(const IncidentChange& change, const Account& account, PollId poll) {
  const Incident& incident = change.incident;
  LogFields fields{{"account", account.name},
                   {"provider", account.provider},
                   {"condition", incident.condition->slug},
                   {"incident", incident.id}};
  // What is kept of the answer has it, too.
  if (!poll.IsNone()) fields.emplace_back("poll", poll.Text());
  // What the provider calls the request; the evidence of the incident's ticket shows it, too.
  if (!incident.request_id.empty()) fields.emplace_back("request_id", incident.request_id);
  if (change.kind == IncidentChange::kOpened) {
    fields.emplace_back("allowed", FormatDuration(incident.grace));
    fields.emplace_back("detail", incident.detail);
    Log(LogLevel::kInfo, "incident opened", fields);
  } else if (change.kind == IncidentChange::kClosed) {
    fields.emplace_back("end", Name(*incident.end));
    fields.emplace_back("lasted", FormatClock(incident.Lasted()));
    Log(LogLevel::kInfo, "incident closed", fields);
  }
}

}  // namespace wa
