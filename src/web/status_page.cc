#include "web/status_page.h"

#include "base/text.h"
#include "web/account_rows.h"
#include "web/announced.h"
#include "web/fleet_form.h"
#include "web/html.h"
#include "web/page_frame.h"
#include "web/subject_rows.h"
#include "web/summary.h"

namespace wa {
namespace {

constexpr std::string_view kTableHead =
    "<thead><tr><th scope=\"col\">Account</th><th scope=\"col\">State</th>"
    "<th scope=\"col\">Condition</th><th scope=\"col\">Since</th><th scope=\"col\">Allowed</th>"
    "<th scope=\"col\">What to do</th></tr></thead>\n";

std::string PageTitle(const StateCounts& counts) {
  const std::size_t need = counts.NeedAction();
  return (need == 0 ? "" : "(" + GroupDigits(need) + ") ") + "WhatsApp Business accounts";
}

// What makes the rest of the page less believable comes before it.
std::string Alerts(const FleetSnapshot& snapshot, const StatusPageContext& context) {
  std::string alerts;
  if (!context.loop_is_turning) {
    alerts +=
        "<p class=\"alert\" role=\"alert\">Polling has stopped: what is shown here is old. "
        "Restart the exporter.</p>\n";
  }
  if (snapshot.uplink == "down") {
    alerts +=
        "<p class=\"alert\" role=\"alert\">Our own network does not work: accounts are unknown and "
        "their clocks stand still.</p>\n";
  }
  return alerts;
}

std::string FactsLine(const FleetSnapshot& snapshot, const StatusPageContext& context) {
  return "<p class=\"facts\">Uplink <b class=\"uplink " + EscapeHtml(snapshot.uplink) + "\">" +
         EscapeHtml(snapshot.uplink) + "</b> \u00B7 every account is asked every " +
         EscapeHtml(FormatDuration(snapshot.polling_interval)) + " \u00B7 as of " +
         NowElement(context.now) + "</p>\n";
}

std::string_view WorstState(const StateCounts& counts) {
  AccountState worst = AccountState::kOk;
  for (const auto& [state, name] : EnumNames<AccountState>::table) {
    if (counts.Of(state) > 0 && state > worst) worst = state;
  }
  return Name(worst);
}

std::string Table(const FleetSnapshot& snapshot, const AccountQuery& query, SystemTime now) {
  if (snapshot.accounts.empty()) {
    return "<p>Add an <code>[[account]]</code> to the configuration.</p>\n";
  }
  const AccountPage page = SelectAccounts(snapshot, query, now);
  if (page.matching == 0) return "<p>No account fits.</p>\n";
  const std::string links = PageLinks(page.matching, query);
  std::string table = "<table class=\"fleet\">\n<caption>Accounts</caption>\n";
  table += kTableHead;
  for (const AccountRow& row : page.rows) table += AccountRows(snapshot, row, now);
  return table + "</table>\n" + links;
}

std::string Sentence(const FleetSnapshot& snapshot, const StateCounts& counts) {
  const std::string providers = ProvidersSentence(snapshot);
  return "<p class=\"summary " + std::string(WorstState(counts)) + "\" role=\"status\">" +
         SummarySentence(counts) +
         (providers.empty() ? ""
                            : " <span class=\"providers\">" + EscapeHtml(providers) + "</span>") +
         "</p>\n";
}

}  // namespace

std::string StatusPage(const FleetSnapshot& snapshot, const AccountQuery& query,
                       const StatusPageContext& context) {
  const StateCounts counts = CountStates(snapshot, context.now);
  const bool none = snapshot.accounts.empty();
  return PageHead(PageTitle(counts), "/") + "<header>\n<h1>WhatsApp Business accounts</h1>\n" +
         Sentence(snapshot, counts) + FactsLine(snapshot, context) +
         "</header>\n<main id=\"content\">\n" + Alerts(snapshot, context) +
         MaintenanceNotices(snapshot, context.now) + SubjectTable(snapshot, context.now) +
         (none ? "" : StateLinks(counts, query) + FleetForm(snapshot, query)) +
         Table(snapshot, query, context.now) + "</main>\n" + PageFooter(context.version);
}

std::string StartingPage(const std::string& version) {
  return PageHead("Starting", "/") +
         "<header>\n<h1>WhatsApp Business accounts</h1>\n<p class=\"summary unknown\">The exporter "
         "is "
         "starting.</p>\n</header>\n<main id=\"content\"></main>\n" +
         PageFooter(version);
}

}  // namespace wa
