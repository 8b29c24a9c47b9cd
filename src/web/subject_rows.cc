#include "web/subject_rows.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "web/account_rows.h"
#include "web/html.h"

namespace wa {
namespace {

constexpr std::string_view kTableHead =
    "<table class=\"wider\">\n<caption>What concerns many accounts</caption>\n"
    "<thead><tr><th scope=\"col\">Concerns</th><th scope=\"col\">State</th>"
    "<th scope=\"col\">Condition</th><th scope=\"col\">Since</th><th scope=\"col\">Allowed</th>"
    "<th scope=\"col\">What to do</th></tr></thead>\n";

// By the name of what explains them.
using Explained = std::map<std::string_view, std::size_t>;

Explained CountExplained(const FleetSnapshot& snapshot) {
  Explained explained;
  for (const auto& status : snapshot.accounts) {
    std::set<std::string_view> causes;
    for (const IncidentView& incident : status->incidents) {
      if (!incident.explained_by.empty()) causes.insert(incident.explained_by);
    }
    for (const std::string_view cause : causes) ++explained[cause];
  }
  return explained;
}

std::string NameCell(const AccountStatus& subject, const Explained& explained) {
  std::string cell = "<th scope=\"row\"><a href=\"/accounts/" +
                     PercentEncode(subject.account->name) + "\">" +
                     EscapeHtml(subject.account->name) + "</a>";
  if (const auto found = explained.find(subject.account->name); found != explained.end()) {
    cell += "<span class=\"note\">explains " + std::to_string(found->second) +
            (found->second == 1 ? " account" : " accounts") + "</span>";
  }
  return cell + "</th>";
}

struct SubjectRow {
  const AccountStatus* subject;
  const IncidentView* incident;
};

std::vector<SubjectRow> WorstFirst(const FleetSnapshot& snapshot) {
  std::vector<SubjectRow> rows;
  for (const auto& subject : snapshot.subjects) {
    for (const IncidentView& incident : subject->incidents) {
      rows.push_back({subject.get(), &incident});
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [](const SubjectRow& a, const SubjectRow& b) {
    return a.incident->State() > b.incident->State();
  });
  return rows;
}

}  // namespace

std::string SubjectTable(const FleetSnapshot& snapshot, SystemTime now) {
  const std::vector<SubjectRow> rows = WorstFirst(snapshot);
  if (rows.empty()) return "";
  const Explained explained = CountExplained(snapshot);
  std::string table(kTableHead);
  for (const SubjectRow& row : rows) {
    const AccountState state = row.incident->State();
    table += "<tbody class=\"" + std::string(Name(state)) + "\" data-key=\"" +
             EscapeHtml(row.incident->id) + "\"><tr>" + NameCell(*row.subject, explained) +
             "<td data-label=\"State\">" + StateMark(state) + "</td>" +
             IncidentCells(*row.incident, now) + "<td class=\"step\" data-label=\"What to do\">" +
             WhoActs(*row.incident, state) + EscapeHtml(row.incident->condition->action) +
             "</td></tr></tbody>\n";
  }
  return table + "</table>\n";
}

}  // namespace wa
