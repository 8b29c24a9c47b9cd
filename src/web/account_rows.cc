#include "web/account_rows.h"

#include <algorithm>
#include <chrono>

#include "base/enum_names.h"
#include "base/text.h"
#include "condition/describe.h"
#include "web/announced.h"
#include "web/html.h"
#include "web/summary.h"

namespace wa {
namespace {

// The state by shape, for those who cannot tell its colour; the words beside it are what is read
// aloud.
std::string_view StateShape(AccountState state) {
  switch (state) {
    case AccountState::kOk:
      return "\u2713";  // check mark
    case AccountState::kUnknown:
      return "?";
    case AccountState::kWait:
      return "\u25D4";  // circle, a quarter black
    case AccountState::kDegraded:
      return "\u25C6";  // diamond
    case AccountState::kDown:
      return "\u25B2";  // triangle
    case AccountState::kSupport:
      return "\u25A0";  // square
  }
  return "?";
}

// A line of smaller text; `html` is escaped already. Nothing if there is none.
std::string Note(const std::string& html) {
  return html.empty() ? "" : "<span class=\"note\">" + html + "</span>";
}

std::string WholeSeconds(Duration duration) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(duration).count());
}

// How the allowance is used up. An own element and not a drawn bar: styles in attributes are
// forbidden by the page's Content-Security-Policy.
std::string AllowanceBar(const IncidentView& incident) {
  if (incident.grace <= Duration(0)) return "";
  const Duration used = std::clamp(incident.Lasted(), Duration(0), incident.grace);
  return std::string("<progress") + (incident.Overdue() ? " class=\"over\"" : "") + " max=\"" +
         WholeSeconds(incident.grace) + "\" value=\"" + WholeSeconds(used) +
         "\" aria-label=\"Allowed time used\"></progress>";
}

std::string SinceCell(const IncidentView& incident, SystemTime now) {
  std::string cell = TimeElement(incident.start, now);
  if (incident.earliest_start && *incident.earliest_start < incident.start) {
    cell += Note("at the earliest " + TimeElement(*incident.earliest_start, now));
  }
  return cell;
}

std::string AnswerNote(const IncidentView& incident) {
  std::string answer;
  if (incident.http_status != 0) answer = "HTTP " + std::to_string(incident.http_status) + " ";
  if (!incident.detail.empty()) answer += "<q>" + EscapeHtml(incident.detail) + "</q>";
  return Note(answer);
}

// "of: spring_sale, invoice and 3 more"
std::string SubjectsNote(const IncidentView& incident) {
  constexpr std::size_t kMostNames = 5;
  std::string names;
  for (std::size_t i = 0; i < std::min(kMostNames, incident.subjects.size()); ++i) {
    names += (names.empty() ? "of: " : ", ") + EscapeHtml(incident.subjects[i]);
  }
  if (incident.subjects.size() > kMostNames) {
    names += " and " + std::to_string(incident.subjects.size() - kMostNames) + " more";
  }
  return Note(names);
}

std::string ContradictionNote(const IncidentView& incident) {
  if (incident.contradiction.empty()) return "";
  return "<span class=\"note contradiction\">" + EscapeHtml(incident.contradiction) + "</span>";
}

std::string ExplanationNote(const IncidentView& incident) {
  if (incident.explained_by.empty()) return "";
  return Note("explained by <b>" + EscapeHtml(incident.explained_by) + "</b>");
}

std::string ConditionCell(const IncidentView& incident, SystemTime now) {
  const Condition& condition = *incident.condition;
  std::string cell = "<span class=\"title\">" + EscapeHtml(condition.title) +
                     "</span> <a class=\"slug\" href=\"/conditions#" + EscapeHtml(condition.slug) +
                     "\"><code>" + EscapeHtml(condition.slug) + "</code></a>";
  if (incident.seen_now != nullptr && incident.seen_now->slug != condition.slug) {
    cell += Note("now: " + EscapeHtml(incident.seen_now->title));
  }
  cell += ExplanationNote(incident) + SubjectsNote(incident) + AnswerNote(incident) +
          ContradictionNote(incident);
  if (incident.retry_at && *incident.retry_at > now) {
    cell += Note("not asked before " + TimeElement(*incident.retry_at, now));
  }
  return cell;
}

std::string NoIncidentCells(const std::string& text) {
  return "<td class=\"none\" data-label=\"Condition\">" + EscapeHtml(text) +
         "</td><td class=\"none\"></td><td class=\"none\"></td>";
}

std::string AccountCell(const Account& account, const std::string& span, std::string_view scope) {
  std::string booked = EscapeHtml(account.provider);
  if (account.plan != Plan::kUnknown) booked += " \u00B7 " + EscapeHtml(Name(account.plan));
  std::string tags;
  for (const auto& [name, value] : *account.tags) {
    tags += "<span class=\"tag\">" + EscapeHtml(name) + "=" + EscapeHtml(value) + "</span> ";
  }
  return "<th scope=\"" + std::string(scope) + "\"" + span + "><a href=\"/accounts/" +
         PercentEncode(account.name) + "\">" + EscapeHtml(account.name) + "</a>" + Note(booked) +
         Note(EscapeHtml(MaskedPhone(account.phone_number))) + Note(tags) + "</th>";
}

std::string StateCell(const AccountRow& row, SystemTime now, const std::string& span,
                      const std::string& notes) {
  std::string cell = "<td" + span + " data-label=\"State\">" + StateMark(row.state);
  const auto& last_poll = row.status->last_poll;
  cell += Note(last_poll ? "asked " + AgoElement(*last_poll, now) + " ago" : "not asked yet");
  return cell + notes + "</td>";
}

std::string StepCell(const AccountRow& row, const std::string& step, const std::string& note,
                     const std::string& span) {
  const AccountStatus& status = *row.status;
  std::string cell = "<td class=\"step\"" + span + " data-label=\"What to do\">";
  if (!status.incidents.empty()) cell += WhoActs(status.incidents.front(), row.state);
  cell += EscapeHtml(step);
  if (row.state == AccountState::kSupport) {
    cell += " <a class=\"ticket\" href=\"/support/" + PercentEncode(status.account->name) +
            "\">The ticket, ready to send</a>";
  }
  return cell + note + "</td>";
}

}  // namespace

std::string LastedText(const IncidentView& incident) {
  const std::string lasted = "for " + FormatClock(incident.Lasted());
  if (incident.grace <= Duration(0)) return lasted + "; it counts at once";
  const std::string allowed = FormatClock(incident.grace);
  return incident.Overdue() ? lasted + ", allowed " + allowed
                            : lasted + " of " + allowed + " allowed";
}

std::string IncidentCells(const IncidentView& incident, SystemTime now) {
  return "<td data-label=\"Condition\">" + ConditionCell(incident, now) +
         "</td><td data-label=\"Since\">" + SinceCell(incident, now) +
         "</td><td data-label=\"Allowed\">" + EscapeHtml(LastedText(incident)) +
         AllowanceBar(incident) + "</td>";
}

std::string StateMark(AccountState state) {
  return "<span class=\"state " + std::string(Name(state)) + "\"><span aria-hidden=\"true\">" +
         std::string(StateShape(state)) + "</span> " + std::string(StateWords(state)) + "</span>";
}

std::string WhoActs(const IncidentView& incident, AccountState state) {
  if (state == AccountState::kOk || state == AccountState::kUnknown) return "";
  std::string who = "<b>" + WhoActs(*incident.condition) + "</b> must act";
  if (state == AccountState::kWait) who = "<b>nobody</b> must act yet";
  if (state == AccountState::kSupport) who = "<b>you</b> must call support";
  return "<span class=\"who\">" + who + "</span>";
}

std::string AccountRows(const FleetSnapshot& fleet, const AccountRow& row, SystemTime now) {
  const AccountStatus& status = *row.status;
  const Duration polling_interval = fleet.polling_interval;
  const std::size_t lines = std::max<std::size_t>(status.incidents.size(), 1);
  const std::string span = lines == 1 ? "" : " rowspan=\"" + std::to_string(lines) + "\"";
  const std::string why = WhyUnknown(status, now, polling_interval);
  const std::string step = NextStep(status, now, polling_interval);
  const bool none = status.incidents.empty();
  std::string rows = "<tbody class=\"" + std::string(Name(row.state)) + "\" data-key=\"" +
                     EscapeHtml(status.account->name) + "\"><tr>" +
                     AccountCell(*status.account, span, lines == 1 ? "row" : "rowgroup") +
                     StateCell(row, now, span,
                               Note(EscapeHtml(none ? "" : why)) +
                                   Note(MaintenanceWords(fleet, *status.account, now)));
  rows += none ? NoIncidentCells(why) : IncidentCells(status.incidents.front(), now);
  rows += StepCell(row, step == why ? "" : step, Note(OpenCaseWords(fleet, *status.account, now)),
                   span) +
          "</tr>\n";
  for (std::size_t i = 1; i < status.incidents.size(); ++i) {
    rows += "<tr class=\"more\">" + IncidentCells(status.incidents[i], now) + "</tr>\n";
  }
  return rows + "</tbody>\n";
}

}  // namespace wa
