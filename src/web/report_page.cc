#include "web/report_page.h"

#include <cstddef>
#include <string_view>

#include "web/html.h"

namespace wa {
namespace {

std::string HtmlPart(const ReportPart& part) {
  std::string html = "<h2>" + EscapeHtml(part.title) + "</h2>\n";
  if (!part.sentence.empty()) html += "<p>" + EscapeHtml(part.sentence) + "</p>\n";
  if (part.table.empty()) return html;
  // What moves within its box must be reached by keys, too.
  html += "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"" +
          EscapeHtml(part.title) + "\"><table>\n";
  for (std::size_t i = 0; i < part.table.size(); ++i) {
    const std::string tag = i == 0 ? "th" : "td";
    html += "<tr>";
    for (const std::string& cell : part.table[i]) {
      html += "<" + tag + ">" + EscapeHtml(cell) + "</" + tag + ">";
    }
    html += "</tr>\n";
  }
  return html + "</table></div>\n";
}

constexpr std::string_view kStyle =
    ":root{color-scheme:light dark}body{max-width:64rem;margin:2rem auto;padding:0 1rem;"
    "font:1rem/1.5 system-ui,sans-serif}table{border-collapse:collapse;width:100%}"
    "th,td{padding:.4rem .6rem;border-bottom:1px solid #8886;text-align:left}"
    ".wide{overflow-x:auto}@media print{body{margin:0}}";

}  // namespace

std::string ReportHtml(const Report& report, const std::string& title) {
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
      "name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" +
      EscapeHtml(title) + "</title>\n<style>" + std::string(kStyle) +
      "</style>\n</head>\n<body>\n<h1>WhatsApp Business accounts: " + EscapeHtml(title) + "</h1>\n";
  for (const ReportPart& part : PartsOf(report)) html += HtmlPart(part);
  return html + "</body>\n</html>\n";
}

}  // namespace wa
