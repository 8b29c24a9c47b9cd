#include "web/account_page.h"

#include <array>
#include <chrono>

#include "base/text.h"
#include "desk/restarts.h"
#include "desk/trail.h"
#include "web/account_rows.h"
#include "web/announced.h"
#include "web/html.h"
#include "web/incident_list.h"
#include "web/page_frame.h"
#include "web/time_line_svg.h"

namespace wa {
namespace {

std::string Section(std::string_view title, const std::string& html) {
  if (html.empty()) return "";
  return "<section>\n<h2>" + std::string(title) + "</h2>\n" + html + "</section>\n";
}

std::string Fact(std::string_view label, const std::string& html) {
  if (html.empty()) return "";
  return "<dt>" + std::string(label) + "</dt><dd>" + html + "</dd>\n";
}

std::string Facts(const std::string& facts) {
  return facts.empty() ? "" : "<dl>\n" + facts + "</dl>\n";
}

// What holds for it now of what people told.
std::string Told(const AccountPageContext& context) {
  const Account& account = *context.status->account;
  std::string html;
  for (const std::string& words : {MaintenanceWords(*context.fleet, account, context.now),
                                   OpenCaseWords(*context.fleet, account, context.now)}) {
    if (!words.empty()) html += "<p class=\"notice\">" + words + "</p>\n";
  }
  return html;
}

std::string Header(const AccountPageContext& context) {
  const AccountStatus& status = *context.status;
  const Account& account = *status.account;
  const Duration interval = context.fleet->polling_interval;
  const AccountState state = StateAt(status, context.now, interval);
  std::string facts =
      EscapeHtml(account.provider) + " \u00B7 plan " + EscapeHtml(Name(account.plan));
  if (!account.phone_number.empty()) {
    facts += " \u00B7 " + EscapeHtml(MaskedPhone(account.phone_number));
  }
  for (const auto& [name, value] : *account.tags) {
    facts += " <span class=\"tag\">" + EscapeHtml(name) + "=" + EscapeHtml(value) + "</span>";
  }
  return "<header>\n<h1>" + EscapeHtml(account.name) + "</h1>\n<p class=\"summary " +
         std::string(Name(state)) + "\">" + StateMark(state) + " " +
         EscapeHtml(NextStep(status, context.now, interval)) + "</p>\n" + Told(context) +
         "<p class=\"facts\">" + facts + " \u00B7 as of " + NowElement(context.now) +
         "</p>\n</header>\n";
}

std::string Actions(const AccountPageContext& context) {
  const std::string name = PercentEncode(context.status->account->name);
  std::string actions = "<p class=\"actions\"><a href=\"/support/" + name +
                        "\">Is this for support? The ticket</a></p>\n";
  if (!context.status->account->CanBePolled()) return actions;
  return actions + "<form method=\"post\" action=\"/accounts/" + name +
         "/poll\"><button>Poll now</button></form>\n";
}

std::string Current(const AccountPageContext& context) {
  std::string rows;
  for (const IncidentView& incident : context.status->incidents) {
    rows += "<tbody class=\"" + std::string(Name(incident.State())) + "\" data-key=\"" +
            EscapeHtml(incident.id) + "\"><tr>" + IncidentCells(incident, context.now) +
            "<td class=\"step\" data-label=\"What to do\">" +
            EscapeHtml(incident.condition->action) + "</td></tr></tbody>\n";
  }
  if (rows.empty()) return "<p>No condition.</p>\n";
  return "<table>\n<caption>Conditions now</caption>\n<thead><tr><th scope=\"col\">Condition</th>"
         "<th scope=\"col\">Since</th><th scope=\"col\">Allowed</th>"
         "<th scope=\"col\">What to do</th></tr></thead>\n" +
         rows + "</table>\n";
}

std::string TimeLines(const AccountPageContext& context) {
  if (context.past == nullptr) {
    return "<p>The past cannot be shown: " + EscapeHtml(context.why_no_past) + "</p>\n";
  }
  struct Stretch {
    std::string_view title;
    int days;
  };
  std::string html = TimeLineLegend();
  for (const auto& [title, days] : {Stretch{"The last 24 hours", 1}, Stretch{"The last 7 days", 7},
                                    Stretch{"The last 30 days", kDaysOfPast}}) {
    html += TimeLineFigure(TimeLineOf(context, days), title);
  }
  return html;
}

// Whole ones, and below ten with a tenth.
std::string Milliseconds(Duration duration) {
  using std::chrono::microseconds;
  const auto tenths = std::chrono::duration_cast<microseconds>(duration).count() / 100;
  const std::string whole = std::to_string(tenths / 10);
  return tenths < 100 ? whole + "." + std::to_string(tenths % 10) : whole;
}

std::string AnswerCell(const KeptAnswer& answer) {
  std::string said;
  for (const auto& [name, value] : answer.headers) said += name + ": " + value + "\n";
  said += answer.why_none.empty() ? answer.body : answer.why_none;
  if (said.empty()) return "";
  return "<details><summary>as it came</summary><pre>" + EscapeLines(said) + "</pre></details>";
}

std::string PollRow(const KeptAnswer& answer, SystemTime now) {
  const std::string conditions = answer.conditions.empty()
                                     ? (answer.why_none.empty() ? "good" : "no answer")
                                     : answer.conditions.front();
  const HttpTiming& timing = answer.timing;
  std::string phases;
  for (const auto& [name, phase] :
       {std::pair{"name ", timing.resolve}, std::pair{"connect ", timing.connect},
        std::pair{"TLS ", timing.tls}, std::pair{"answer ", timing.processing},
        std::pair{"transfer ", timing.transfer}}) {
    phases += (phases.empty() ? "" : ", ") + (name + Milliseconds(phase));
  }
  return "<tbody class=\"" + std::string(conditions == "good" ? "ok" : "down") + "\" data-key=\"" +
         FormatUtc(answer.at, true) + " " + std::string(Name(answer.asked)) +
         "\"><tr><th scope=\"row\">" + TimeElement(answer.at, now) +
         "</th><td data-label=\"Asked\">" + EscapeHtml(Name(answer.asked)) +
         "<span class=\"note\">" + answer.poll.Text() + "</span></td><td data-label=\"Status\">" +
         (answer.http_status == 0 ? "none" : std::to_string(answer.http_status)) +
         "</td><td data-label=\"Found\">" + EscapeHtml(conditions) + AnswerCell(answer) +
         "</td><td data-label=\"Time\">" + Milliseconds(timing.total) + " ms<span class=\"note\">" +
         phases + "</span></td></tr></tbody>\n";
}

std::string Polls(const AccountPageContext& context) {
  if (context.evidence->recent.empty()) return "<p>None since the start of the exporter.</p>\n";
  std::string table =
      "<table class=\"list\">\n<caption>Polls, newest first; failures are kept longer</caption>\n"
      "<thead><tr><th scope=\"col\">When</th><th scope=\"col\">Asked</th><th scope=\"col\">Status"
      "</th><th scope=\"col\">Found</th><th scope=\"col\">Time</th>"
      "</tr></thead>\n";
  for (const KeptAnswer& answer : context.evidence->recent) table += PollRow(answer, context.now);
  return table + "</table>\n";
}

std::string RestartFacts(const AccountPageContext& context) {
  const Duration allowance = context.allowance;
  if (context.past == nullptr || allowance <= Duration(0)) return "";
  const Restarts of = RestartsOf(context.incidents, context.now);
  std::string hour = "none that repeats";
  if (of.usual_hour) {
    const int next = (*of.usual_hour + 1) % 24;
    hour = std::to_string(*of.usual_hour) + ":00 to " + std::to_string(next) + ":00 UTC";
  }
  return Facts(
      Fact("Used of the day's allowance",
           FormatClock(of.used_today) + " of " + FormatClock(allowance)) +
      Fact("Usual hour", hour) +
      Fact("Would Premium help?", EscapeHtml(WouldPremiumHelp(of, kDaysOfPast, allowance))));
}

std::string QualityWord(const std::optional<int>& level) {
  static constexpr std::array<std::string_view, 3> kWords{"green", "yellow", "red"};
  if (!level || *level < 0 || *level > 2) return "";
  return std::string(kWords[static_cast<std::size_t>(*level)]);
}

std::string NumberFactsHtml(const AccountStatus& status) {
  const NumberFacts& number = *status.number;
  std::string limit;
  if (number.messaging_limit) {
    limit = *number.messaging_limit > 1e9
                ? "unlimited"
                : std::to_string(static_cast<long>(*number.messaging_limit)) + " in 24 hours";
  }
  std::string health;
  for (const EntityHealth& entity : *status.health) {
    health += (health.empty() ? "" : ", ") + entity.entity + " " +
              std::string(Name(entity.can_send_message));
  }
  return Facts(Fact("Can send", EscapeHtml(health)) +
               Fact("Quality", QualityWord(number.quality_level)) + Fact("Messaging limit", limit) +
               Fact("Status", EscapeHtml(number.status.value_or(""))) +
               Fact("Display name", EscapeHtml(number.name_status.value_or(""))) +
               Fact("Throughput", EscapeHtml(number.throughput.value_or(""))) +
               Fact("Webhook address", EscapeHtml(number.webhook.value_or(""))));
}

std::string Trail(const AccountPageContext& context) {
  if (context.past == nullptr) return "";
  std::string rows;
  for (const TrailStep& step : TrailOf(context.past->answers, context.status->account->name)) {
    rows += "<tr><th scope=\"row\">" + TimeElement(step.at, context.now) +
            "</th><td data-label=\"What\">" + EscapeHtml(step.field) +
            "</td><td data-label=\"From then on\">" + EscapeHtml(step.value) + "</td></tr>\n";
  }
  if (rows.empty()) return "";
  return "<details><summary>How that changed, as far as answers are kept</summary>\n"
         "<table class=\"list\">\n<thead><tr><th scope=\"col\">When</th><th scope=\"col\">What</th>"
         "<th scope=\"col\">From then on</th></tr></thead>\n<tbody>\n" +
         rows + "</tbody></table>\n</details>\n";
}

std::string WebhookFacts(const AccountPageContext& context) {
  const AccountStatus& status = *context.status;
  if (!status.last_event) return "<p>No webhook event since the start of the exporter.</p>\n";
  std::string failures;
  for (const auto& [slug, count] : status.messages->failures) {
    if (count > 0) failures += (failures.empty() ? "" : ", ") + slug + " " + std::to_string(count);
  }
  return Facts(Fact("Last event", TimeElement(*status.last_event, context.now)) +
               Fact("Messages sent", std::to_string(status.messages->total)) +
               Fact("of them failed", std::to_string(status.messages->failed)) +
               Fact("Failures", EscapeHtml(failures)));
}

std::string Incidents(const AccountPageContext& context) {
  if (context.past == nullptr) return "";
  const std::string name = PercentEncode(context.status->account->name);
  return IncidentTable(context.incidents, context.now, false) +
         "<p class=\"pages\"><a href=\"/incidents?account=" + name +
         "\">all that are kept</a></p>\n";
}

}  // namespace

TimeLine TimeLineOf(const AccountPageContext& context, int days) {
  const SystemTime from = context.now - days * std::chrono::hours(24);
  TimeLine line = MakeTimeLine(context.incidents, *context.past, from, context.now);
  for (const MaintenanceView& view : *context.fleet->maintenance) {
    if (!view.maintenance->scope.Covers(*context.status->account)) continue;
    AddMaintenance(*view.maintenance, &line);
  }
  return line;
}

PastQuery PastOfAccount(const std::string& account, SystemTime now) {
  PastQuery query;
  query.incidents.account = account;
  query.incidents.from = now - kDaysOfPast * std::chrono::hours(24);
  query.incidents.to = now;
  query.incidents.limit = 1000;
  query.answers = true;
  return query;
}

std::string AccountPageHtml(const AccountPageContext& context) {
  return PageHead(context.status->account->name) + Header(context) +
         "<main id=\"content\" class=\"account\">\n" + Actions(context) +
         Section("Now", Current(context)) + Section("Time line", TimeLines(context)) +
         Section("Support", CasesTable(*context.fleet, *context.status->account, context.now)) +
         Section("Restarts", RestartFacts(context)) +
         Section("Number", NumberFactsHtml(*context.status) + Trail(context)) +
         Section("Webhooks", WebhookFacts(context)) + Section("Polls", Polls(context)) +
         Section("Incidents of 30 days", Incidents(context)) + "</main>\n" +
         PageFooter(context.version);
}

}  // namespace wa
