#include "model/support_case.h"

#include "base/stable_hash.h"
#include "base/text.h"

namespace wa {
namespace {

std::string Moment(SystemTime time) {
  const std::string utc = FormatUtc(time);
  return utc.substr(0, 10) + " " + utc.substr(11, 8) + " UTC";
}

// Whole seconds.
std::string Lasted(Duration duration) {
  return FormatDuration(std::chrono::duration_cast<std::chrono::seconds>(duration));
}

std::string Since(const SupportCase& support_case) {
  std::string text = "since " + Moment(*support_case.start);
  if (support_case.earliest_start && *support_case.earliest_start < *support_case.start) {
    text += " (at the earliest since " + Moment(*support_case.earliest_start) + ")";
  }
  return text;
}

std::string Answered(const SupportCase& support_case) {
  if (!support_case.answered) return "There has been no answer yet.";
  std::string text = "Your first answer came at " + Moment(*support_case.answered);
  if (!support_case.answer_due) return text + ".";
  text += *support_case.answered <= *support_case.answer_due ? ", in time" : ", late";
  return text + ": it was due by " + Moment(*support_case.answer_due) + ".";
}

}  // namespace

std::string CaseIdOf(const std::string& account, const std::string& reference, SystemTime opened) {
  const std::string which = reference.empty() ? FormatUtc(opened) : reference;
  return "c" + StableDigits(account + '\x1f' + which);
}

std::string ClosingNote(const SupportCase& support_case) {
  if (!support_case.recovered || !support_case.start) return "";
  const std::string reference =
      support_case.reference.empty() ? "" : "Case " + support_case.reference + ": ";
  const std::string outages =
      support_case.outages > 1 ? ", in " + std::to_string(support_case.outages) + " outages" : "";
  return reference + "the account " + support_case.account + " has been well again since " +
         Moment(*support_case.recovered) + ".\n" + "It had \"" + support_case.condition + "\" " +
         Since(support_case) +
         ". Total downtime, as far as it was seen: " + Lasted(support_case.downtime) + outages +
         ".\n" + "The case was opened at " + Moment(support_case.opened) + ". " +
         Answered(support_case) + "\nPlease close the case.\n";
}

}  // namespace wa
