#include "desk/time_line.h"

#include <algorithm>

#include "base/text.h"
#include "model/maintenance_times.h"

namespace wa {
namespace {

class Line {
 public:
  Line(SystemTime from, SystemTime to) : line_{from, to, {}} {}

  // What of it lies within the line.
  void Add(SpanKind kind, SystemTime from, SystemTime to, AccountState state, std::string text) {
    from = std::max(from, line_.from);
    to = std::min(to, line_.to);
    if (from < to) line_.spans.push_back({kind, from, to, state, std::move(text)});
  }

  // Where none of the runs was.
  void AddBreaks(const std::vector<AnswerRun>& runs) {
    SystemTime looked = line_.from;
    for (const AnswerRun& run : runs) {
      if (run.started - looked > kLongestBreak) AddGap(looked, run.started, "nobody looked");
      looked = std::max(looked, run.alive);
    }
    if (line_.to - looked > kLongestBreak) AddGap(looked, line_.to, "nobody looked");
  }

  // Where the polls told nothing; `records` of one name, in order of time.
  void AddSilences(const std::vector<AnswerRecord>& records, const std::string& name) {
    const AnswerRecord* silent = nullptr;
    for (const AnswerRecord& record : records) {
      if (record.account != name || record.asked != Operation::kHealth) continue;
      if (silent != nullptr) AddGap(silent->at, record.at, silent->why);
      silent = record.kind == AnswerKind::kNothing ? &record : nullptr;
    }
    if (silent != nullptr) AddGap(silent->at, line_.to, silent->why);
  }

  void AddIncident(const DeskIncident& incident) {
    const std::string what =
        incident.condition->title + ", " + FormatClock(incident.Lasted()) +
        (incident.grace > Duration(0) ? " of " + FormatClock(incident.grace) + " allowed" : "");
    if (incident.earliest_start) {
      Add(SpanKind::kMaybe, *incident.earliest_start, incident.start, incident.State(),
          "may have begun here: " + incident.condition->title);
    }
    // What was seen once has no length, and is seen all the same.
    const SystemTime until = std::max(incident.last_seen, incident.start + std::chrono::seconds(1));
    Add(SpanKind::kIncident, incident.start, until, incident.State(), what);
  }

  TimeLine Take() { return std::move(line_); }

 private:
  void AddGap(SystemTime from, SystemTime to, std::string why) {
    Add(SpanKind::kGap, from, to, AccountState::kUnknown, std::move(why));
  }

  TimeLine line_;
};

}  // namespace

TimeLine MakeTimeLine(const std::vector<DeskIncident>& incidents, const Past& past, SystemTime from,
                      SystemTime to) {
  Line line(from, to);
  line.AddBreaks(past.runs);
  std::vector<std::string> names;
  for (const AnswerRecord& record : past.answers) {
    if (std::find(names.begin(), names.end(), record.account) == names.end()) {
      names.push_back(record.account);
    }
  }
  for (const std::string& name : names) line.AddSilences(past.answers, name);
  for (const DeskIncident& incident : incidents) line.AddIncident(incident);
  return line.Take();
}

void AddMaintenance(const Maintenance& maintenance, TimeLine* line) {
  for (const TimeSpan& time : TimesWithin(maintenance, {line->from, line->to})) {
    line->spans.push_back({SpanKind::kMaintenance, time.from, time.to, AccountState::kOk,
                           "maintenance: " + maintenance.reason});
  }
}

}  // namespace wa
