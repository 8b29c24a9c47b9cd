#include "web/ticket_page.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "web/html.h"
#include "web/json_view.h"
#include "web/page_frame.h"

namespace wa {
namespace {

using Json = nlohmann::ordered_json;

std::string SectionHtml(const TicketSection& section) {
  std::string html = "<section>\n<h2>" + EscapeHtml(section.title) + "</h2>\n";
  if (!section.facts.empty()) {
    html += "<dl>\n";
    for (const TicketFact& fact : section.facts) {
      html += "<dt>" + EscapeHtml(fact.label) + "</dt><dd>" + EscapeHtml(fact.value) + "</dd>\n";
    }
    html += "</dl>\n";
  }
  if (!section.lines.empty()) {
    html += "<ul>\n";
    for (const std::string& line : section.lines) html += "<li>" + EscapeHtml(line) + "</li>\n";
    html += "</ul>\n";
  }
  for (const TicketQuote& quote : section.quotes) {
    html += "<figure>\n<figcaption>" + EscapeHtml(quote.title) + "</figcaption>\n<pre>" +
            EscapeLines(quote.text) + "</pre>\n</figure>\n";
  }
  return html + "</section>\n";
}

// The ticket whole, as it is sent or passed on; its own element, which a button copies and a reader
// can select.
std::string CopyBox(const Ticket& ticket, const std::string& account) {
  const std::string address = "<a href=\"/support/" + PercentEncode(account) + "?format=";
  return "<section>\n<h2>" +
         std::string(ticket.advice == SupportAdvice::kContact ? "To send" : "To pass on") +
         "</h2>\n<p class=\"pages\">" + address + "bundle\" download>All evidence (.tar.gz)</a> " +
         address + "text\">Text</a> " + address +
         "markdown\">Markdown</a></p>\n<p><button type=\"button\" data-copy=\"#ticket-text\">Copy "
         "as text</button> <button type=\"button\" data-copy=\"#ticket-markdown\">Copy as "
         "Markdown</button></p>\n<details>\n<summary>As text</summary>\n<pre id=\"ticket-text\">" +
         EscapeLines(TicketText(ticket)) +
         "</pre>\n</details>\n<details>\n<summary>As Markdown</summary>\n"
         "<pre id=\"ticket-markdown\">" +
         EscapeLines(TicketMarkdown(ticket)) + "</pre>\n</details>\n</section>\n";
}

std::string Advice(const Ticket& ticket) {
  const std::string instead =
      ticket.instead.empty() ? "" : "<p class=\"notice\">" + EscapeHtml(ticket.instead) + "</p>\n";
  if (ticket.advice != SupportAdvice::kContact) return instead;
  return instead + "<dl>\n<dt>To</dt><dd>" + EscapeHtml(ticket.channel) +
         "</dd>\n<dt>Subject</dt><dd>" + EscapeHtml(ticket.subject) + "</dd>\n</dl>\n";
}

}  // namespace

std::string TicketPage(const Ticket& ticket, const std::string& account, SystemTime now,
                       const std::string& version) {
  const bool send = ticket.advice == SupportAdvice::kContact;
  std::string page = PageHead("Support: " + account) + "<header>\n<h1><a href=\"/accounts/" +
                     PercentEncode(account) + "\">" + EscapeHtml(account) +
                     "</a></h1>\n<p class=\"summary " + (send ? "support" : "ok") + "\">" +
                     EscapeHtml(ticket.verdict) + "</p>\n<p class=\"facts\">as of " +
                     NowElement(now) + "</p>\n</header>\n<main id=\"content\" class=\"ticket\">\n" +
                     Advice(ticket);
  page += CopyBox(ticket, account);
  for (const TicketSection& section : ticket.sections) page += SectionHtml(section);
  return page + "</main>\n" + PageFooter(version);
}

std::string TicketJson(const Ticket& ticket, const std::string& account, SystemTime now) {
  const Json json{{"version", kJsonVersion},
                  {"now", FormatUtc(now, true)},
                  {"account", account},
                  {"advice", Name(ticket.advice)},
                  {"verdict", ticket.verdict},
                  {"instead", ticket.instead.empty() ? Json(nullptr) : Json(ticket.instead)},
                  {"channel", ticket.channel.empty() ? Json(nullptr) : Json(ticket.channel)},
                  {"subject", ticket.subject.empty() ? Json(nullptr) : Json(ticket.subject)},
                  {"text", TicketText(ticket)},
                  {"markdown", TicketMarkdown(ticket)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace wa
