#include "web/conditions_page.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "condition/conditions_order.h"
#include "condition/describe.h"
#include "web/html.h"
#include "web/page_frame.h"

namespace wa {
namespace {

bool Holds(const Condition& condition, const std::string& lower_text) {
  const std::array texts{&condition.slug, &condition.title, &condition.meaning, &condition.action};
  return std::any_of(texts.begin(), texts.end(), [&](const std::string* text) {
    return ToLower(*text).find(lower_text) != std::string::npos;
  });
}

std::string Fact(std::string_view label, const std::string& html) {
  return html.empty() ? "" : "<dt>" + std::string(label) + "</dt><dd>" + html + "</dd>\n";
}

// The address as text: pages lead to no other host.
std::string Sources(const Condition& condition) {
  std::string html;
  for (const Source& source : condition.sources) {
    html += "<p><span class=\"address\">" + EscapeHtml(source.page) + "</span>, read " +
            EscapeHtml(source.date);
    if (!source.quote.empty()) html += ": <q>" + EscapeHtml(source.quote) + "</q>";
    html += "</p>";
  }
  return html;
}

std::string Article(const Condition& condition) {
  const std::string slug = EscapeHtml(condition.slug);
  return "<article id=\"" + slug + "\" data-key=\"" + slug + "\" class=\"" +
         std::string(Name(condition.severity)) + "\">\n<h3><a href=\"#" + slug + "\">" +
         EscapeHtml(condition.title) + "</a> <code>" + slug + "</code></h3>\n<p>" +
         EscapeHtml(condition.meaning) + "</p>\n<dl>\n" +
         Fact("What to do", EscapeHtml(condition.action)) +
         Fact("Who must act", EscapeHtml(WhoActs(condition))) +
         Fact("Severity", EscapeHtml(WhatSeverityDoes(condition.severity))) +
         Fact("Support", EscapeHtml(WhetherSupport(condition, {}))) +
         Fact("Time", "it " + EscapeHtml(WhenItCounts(condition))) +
         Fact("It ends", EscapeHtml(HowItEnds(condition))) + Fact("Source", Sources(condition)) +
         "</dl>\n</article>\n";
}

std::string Form(const std::string& text) {
  return "<form class=\"filter\" method=\"get\" action=\"/conditions\" role=\"search\">\n"
         "<label class=\"wide\">Search <input type=\"search\" name=\"q\" autocomplete=\"off\" "
         "placeholder=\"name or words\" aria-keyshortcuts=\"/\" value=\"" +
         EscapeHtml(text) + "\"></label>\n<button>Show</button>\n</form>\n";
}

std::string Sentence(std::size_t found, std::size_t all) {
  const std::string count = std::to_string(all);
  if (found == all)
    return "The catalogue has " + count + (all == 1 ? " condition." : " conditions.");
  return std::to_string(found) + " of " + count + " conditions";
}

}  // namespace

std::string ConditionsPage(const Catalogue& catalogue, const std::string& text,
                           const std::string& version) {
  const std::string lower_text = ToLower(Trim(text));
  std::string sections;
  std::size_t found = 0;
  for (const TopicConditions& of : ByTopic(catalogue)) {
    std::string articles;
    for (const Condition* condition : of.conditions) {
      if (!Holds(*condition, lower_text)) continue;
      articles += Article(*condition);
      ++found;
    }
    if (articles.empty()) continue;
    const std::string heading(HeadingOf(of.topic));
    sections += "<section data-key=\"" + heading + "\">\n<h2>" + heading + "</h2>\n<p>" +
                std::string(ExplanationOf(of.topic)) + "</p>\n" + articles + "</section>\n";
  }
  return PageHead("Conditions", "/conditions") +
         "<header>\n<h1>What an account can have</h1>\n<p class=\"summary\" role=\"status\">" +
         Sentence(found, catalogue.conditions()->size()) +
         "</p>\n<p class=\"facts\">As this exporter has them, with the graces of its "
         "configuration.</p>\n</header>\n<main id=\"content\" class=\"conditions\">\n" +
         Form(text) + "<div>\n" + sections + "</div>\n</main>\n" + PageFooter(version);
}

}  // namespace wa
