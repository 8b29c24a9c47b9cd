#include "web/unknown_view.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "web/html.h"
#include "web/json_view.h"
#include "web/page_frame.h"

namespace wa {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kTableHead =
    "<table class=\"list\">\n<caption>Answers that no rule fits, newest first</caption>\n"
    "<thead><tr><th scope=\"col\">Last seen</th><th scope=\"col\">Times</th>"
    "<th scope=\"col\">Account</th><th scope=\"col\">Status</th><th scope=\"col\">Code</th>"
    "<th scope=\"col\">What it said</th></tr></thead>\n";

Json TextOrNull(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json EntryJson(const UnknownAnswer& answer) {
  return {
      {"first", FormatUtc(answer.first, true)},
      {"last", FormatUtc(answer.last, true)},
      {"count", answer.count},
      {"account", TextOrNull(answer.account)},
      {"teller", answer.teller},
      {"condition", answer.condition},
      {"http_status", answer.http_status == 0 ? Json(nullptr) : Json(answer.http_status)},
      {"code", answer.code ? Json(*answer.code) : Json(nullptr)},
      {"text", TextOrNull(answer.text)},
  };
}

std::string Cell(std::string_view label, const std::string& html) {
  if (html.empty()) return "<td></td>";
  return "<td data-label=\"" + std::string(label) + "\">" + html + "</td>";
}

std::string Note(const std::string& html) { return "<span class=\"note\">" + html + "</span>"; }

std::string SeenCell(const UnknownAnswer& answer, SystemTime now) {
  std::string html = TimeElement(answer.last, now);
  if (answer.count > 1) html += Note("first " + TimeElement(answer.first, now));
  return "<th scope=\"row\">" + html + "</th>";
}

std::string Row(const UnknownAnswer& answer, SystemTime now) {
  const std::string status = answer.http_status == 0 ? "" : std::to_string(answer.http_status);
  const std::string code = answer.code ? std::to_string(*answer.code) : "";
  const std::string text =
      answer.text.empty() ? "nothing that could be read" : "<q>" + EscapeHtml(answer.text) + "</q>";
  return "<tbody><tr>" + SeenCell(answer, now) + Cell("Times", std::to_string(answer.count)) +
         Cell("Account", EscapeHtml(answer.account) + Note("by " + EscapeHtml(answer.teller))) +
         Cell("Status", status) + Cell("Code", code) +
         Cell("What it said", text + "<code>" + EscapeHtml(answer.condition) + "</code>") +
         "</tr></tbody>\n";
}

std::string Sentence(std::size_t count) {
  if (count == 0) return "Every answer so far was known.";
  return count == 1 ? "1 answer is not in the catalogue."
                    : std::to_string(count) + " answers are not in the catalogue.";
}

std::string Table(const std::vector<UnknownAnswer>& answers, SystemTime now) {
  if (answers.empty()) return "";
  std::string table(kTableHead);
  for (const UnknownAnswer& answer : answers) table += Row(answer, now);
  return table + "</table>\n";
}

}  // namespace

std::string UnknownPage(const FleetSnapshot& snapshot, SystemTime now, const std::string& version) {
  const std::vector<UnknownAnswer>& answers = *snapshot.unknown;
  return PageHead("Unknown answers", "/unknown") +
         "<header>\n<h1>Unknown answers</h1>\n"
         "<p class=\"summary " +
         (answers.empty() ? "ok" : "unknown") + "\">" + Sentence(answers.size()) +
         "</p>\n<p class=\"facts\">What no rule fits, alike ones counted as one, long numbers and "
         "credentials masked \u00B7 at most " +
         std::to_string(kMostUnknownAnswers) + " are kept, since the start \u00B7 as of " +
         NowElement(now) + "</p>\n</header>\n<main id=\"content\">\n" + Table(answers, now) +
         "</main>\n" + PageFooter(version);
}

std::string UnknownJson(const FleetSnapshot& snapshot, SystemTime now) {
  Json unknown = Json::array();
  for (const UnknownAnswer& answer : *snapshot.unknown) unknown.push_back(EntryJson(answer));
  const std::size_t total = unknown.size();
  const Json json{{"version", kJsonVersion},
                  {"now", FormatUtc(now, true)},
                  {"total", total},
                  {"unknown", std::move(unknown)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace wa
