#include "web/announced.h"

#include "base/text.h"
#include "web/html.h"

namespace wa {
namespace {

std::string NameOf(const SupportCase& one) {
  return "case " + (one.reference.empty() ? one.id : one.reference);
}

std::string AnswerCell(const SupportCase& one, SystemTime now) {
  if (one.answered) return "answered " + TimeElement(*one.answered, now);
  if (!one.answer_due) return "none is promised";
  const std::string due = TimeElement(*one.answer_due, now);
  if (!one.IsAnswerDue()) return "was due " + due;
  return now > *one.answer_due ? "<b>overdue</b> since " + due : "due " + due;
}

std::string StateCell(const SupportCase& one, SystemTime now) {
  return one.closed ? "closed " + TimeElement(*one.closed, now)
                    : "open for " + AgoElement(one.opened, now);
}

std::string NoteCell(const SupportCase& one) {
  const std::string note = ClosingNote(one);
  if (note.empty()) return "when the account can send again";
  const std::string id = "note-" + EscapeHtml(one.id);
  return "<details><summary>ready to send</summary>\n<pre id=\"" + id + "\">" + EscapeLines(note) +
         "</pre>\n<p><button type=\"button\" data-copy=\"#" + id + "\">Copy</button></p></details>";
}

std::string CaseRow(const SupportCase& one, SystemTime now) {
  const bool late = one.IsAnswerDue() && now > *one.answer_due;
  return "<tbody class=\"" + std::string(late ? "support" : "") + "\" data-key=\"" +
         EscapeHtml(one.id) + "\"><tr><th scope=\"row\">" +
         EscapeHtml(one.reference.empty() ? one.id : one.reference) +
         "</th><td data-label=\"Opened\">" + TimeElement(one.opened, now) +
         "</td><td data-label=\"First answer\">" + AnswerCell(one, now) +
         "</td><td data-label=\"State\">" + StateCell(one, now) +
         "</td><td data-label=\"Closing note\">" + NoteCell(one) + "</td></tr></tbody>\n";
}

}  // namespace

std::string MaintenanceNotices(const FleetSnapshot& fleet, SystemTime now) {
  std::string notices;
  for (const MaintenanceView& view : *fleet.maintenance) {
    if (!view.HoldsAt(now)) continue;
    notices += "<p class=\"notice\">Maintenance until " + TimeElement(view.next->to, now) +
               ": nobody is called for " + EscapeHtml(view.maintenance->scope.Text()) + ". <q>" +
               EscapeHtml(view.maintenance->reason) + "</q></p>\n";
  }
  return notices;
}

std::string MaintenanceWords(const FleetSnapshot& fleet, const Account& account, SystemTime now) {
  const MaintenanceView* view = MaintenanceOf(*fleet.maintenance, account, now);
  if (view == nullptr) return "";
  return "maintenance until " + TimeElement(view->next->to, now) + ": " +
         EscapeHtml(view->maintenance->reason);
}

std::string OpenCaseWords(const FleetSnapshot& fleet, const Account& account, SystemTime now) {
  for (const SupportCase& one : *fleet.cases) {
    if (one.account != account.name || !one.IsOpen()) continue;
    return EscapeHtml(NameOf(one)) + " is " + StateCell(one, now) +
           ", its first answer: " + AnswerCell(one, now);
  }
  return "";
}

std::string CasesTable(const FleetSnapshot& fleet, const Account& account, SystemTime now) {
  std::string rows;
  for (const SupportCase& one : *fleet.cases) {
    if (one.account == account.name) rows += CaseRow(one, now);
  }
  if (rows.empty()) return "";
  return "<table class=\"list\">\n<caption>Cases at support</caption>\n<thead><tr>"
         "<th scope=\"col\">Case</th><th scope=\"col\">Opened</th><th scope=\"col\">First answer"
         "</th><th scope=\"col\">State</th><th scope=\"col\">Closing note</th></tr></thead>\n" +
         rows + "</table>\n";
}

}  // namespace wa
