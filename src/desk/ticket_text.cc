// A ticket as plain text and as Markdown.
#include <algorithm>
#include <string_view>

#include "base/markdown.h"
#include "desk/ticket.h"

namespace wa {
namespace {

std::size_t LongestLabel(const TicketSection& section) {
  std::size_t longest = 0;
  for (const TicketFact& fact : section.facts) longest = std::max(longest, fact.label.size());
  return longest;
}

std::string Indented(std::string_view text) {
  std::string indented;
  bool at_start = true;
  for (const char c : text.substr(0, text.find_last_not_of('\n') + 1)) {
    if (at_start && c != '\n') indented += "    ";
    indented += c;
    at_start = c == '\n';
  }
  return indented + "\n";
}

std::string SectionText(const TicketSection& section) {
  std::string text = "\n" + section.title + "\n";
  const std::size_t width = LongestLabel(section) + 2;
  for (const TicketFact& fact : section.facts) {
    text += "  " + fact.label + std::string(width - fact.label.size(), ' ') + fact.value + "\n";
  }
  for (const std::string& line : section.lines) text += "  - " + line + "\n";
  for (const TicketQuote& quote : section.quotes)
    text += "  " + quote.title + "\n" + Indented(quote.text);
  return text;
}

// Longer than any run of backquotes in the text.
std::string FenceFor(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return std::string(std::max<std::size_t>(longest + 1, 3), '`');
}

std::string SectionMarkdown(const TicketSection& section) {
  std::string text = "\n## " + EscapeMarkdown(section.title) + "\n\n";
  for (const TicketFact& fact : section.facts) {
    text += "- **" + EscapeMarkdown(fact.label) + ":** " + EscapeMarkdown(fact.value) + "\n";
  }
  for (const std::string& line : section.lines) text += "- " + EscapeMarkdown(line) + "\n";
  for (const TicketQuote& quote : section.quotes) {
    const std::string fence = FenceFor(quote.text);
    text += "\n" + EscapeMarkdown(quote.title) + "\n\n" + fence + "\n" + quote.text + fence + "\n";
  }
  return text;
}

}  // namespace

std::string TicketText(const Ticket& ticket) {
  std::string text;
  if (ticket.advice == SupportAdvice::kContact) {
    text +=
        "Subject: " + ticket.subject + "\nTo: " + ticket.channel + "\n\n" + ticket.verdict + "\n";
  } else {
    text += ticket.verdict + "\n" + ticket.instead + "\n";
  }
  for (const TicketSection& section : ticket.sections) text += SectionText(section);
  return text;
}

std::string TicketMarkdown(const Ticket& ticket) {
  std::string text;
  if (ticket.advice == SupportAdvice::kContact) {
    text += "# " + EscapeMarkdown(ticket.subject) + "\n\n" + EscapeMarkdown(ticket.verdict) +
            "\n\nTo: " + EscapeMarkdown(ticket.channel) + "\n";
  } else {
    text += "# " + EscapeMarkdown(ticket.verdict) + "\n\n" + EscapeMarkdown(ticket.instead) + "\n";
  }
  for (const TicketSection& section : ticket.sections) text += SectionMarkdown(section);
  return text;
}

}  // namespace wa
