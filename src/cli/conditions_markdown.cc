// The reference page of the catalogue, docs/conditions.md.
#include <algorithm>

#include "base/markdown.h"
#include "base/text.h"
#include "cli/render_conditions.h"
#include "condition/conditions_order.h"
#include "condition/describe.h"
#include "condition/rule_order.h"
#include "web/explanation_json.h"

namespace wa {
namespace {

constexpr std::string_view kIntroduction =
    "# Conditions\n"
    "\n"
    "Everything that can be wrong with an account, what it means, and what to do about it. Made "
    "by\n"
    "`waba_exporter conditions --format markdown` from `config/conditions.toml`: change that file, "
    "not this one.\n"
    "\n"
    "*May last* is how long a condition may be seen before it counts; exactly that long is still "
    "within it.\n"
    "*Support* says whether contacting the provider's support is warranted: `now`, `after` it has "
    "lasted longer, or `no`.\n"
    "Severity: `critical` pages somebody, `warning` makes a ticket, `info` reaches nobody.\n";

// What stands in a table or a sentence is text, whatever characters it has.
std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (std::string_view("\\`*_[]<>|#").find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

// Code of a rule: it may hold backquotes, so the fence is longer.
std::string Code(std::string_view text) {
  const bool fence = text.find('`') != std::string_view::npos;
  return (fence ? "`` " : "`") + std::string(text) + (fence ? " ``" : "`");
}

struct Heading {
  std::string_view names;
  std::string_view rule;
};

Heading HeadingOfTable(Topic topic) {
  switch (topic) {
    case Topic::kPolled:
      return {"| condition | severity | who acts | scope | may last | support | title |\n",
              "|---|---|---|---|---|---|---|\n"};
    case Topic::kTold:
      return {"| condition | severity | who acts | scope | ends | support | title |\n",
              "|---|---|---|---|---|---|---|\n"};
    case Topic::kMessage:
      return {"| condition | severity | who acts | support | title |\n", "|---|---|---|---|---|\n"};
  }
  return {};
}

std::string Row(const Condition& condition, Topic topic) {
  std::vector<std::string> cells{"[" + condition.slug + "](#" + condition.slug + ")",
                                 std::string(Name(condition.severity)),
                                 std::string(Name(condition.owner))};
  if (topic != Topic::kMessage) cells.emplace_back(Name(condition.scope));
  if (topic == Topic::kPolled) cells.push_back(GracesText(condition));
  if (topic == Topic::kTold) cells.push_back(EndWord(condition));
  cells.emplace_back(SupportWord(condition, GraceOf(condition, {})));
  cells.push_back(Escaped(condition.title));
  std::string row = "|";
  for (const std::string& cell : cells) row += " " + cell + " |";
  return row + "\n";
}

std::string Sources(const Condition& condition) {
  std::string text;
  for (const Source& source : condition.sources) {
    text += "- Source: <" + source.page + ">, read " + source.date;
    text += source.quote.empty() ? "\n" : ": \"" + Escaped(source.quote) + "\"\n";
  }
  return text;
}

std::string Section(const Condition& condition) {
  std::string text = "\n### " + condition.slug + "\n\n**" + Escaped(condition.title) + ".** " +
                     EscapeMarkdownProse(condition.meaning) + "\n\n" +
                     EscapeMarkdownProse(condition.action) + "\n\n";
  text += "- " + std::string(Name(condition.severity)) + ", " + WhoActs(condition) +
          " must act; support is " + WhetherSupport(condition, {}) + ".\n";
  const std::string end = HowItEnds(condition);
  text += "- It " + WhenItCounts(condition) + (end.empty() ? "" : "; it ends " + end) + ".\n";
  if (!condition.group.empty()) {
    text += "- One incident together with the others of group `" + condition.group + "`.\n";
  }
  if (condition.retry_after) {
    text += "- Asked again after " + FormatDuration(*condition.retry_after) +
            ", if the answer names no time.\n";
  }
  for (const Rule& rule : condition.rules) {
    text += "- Recognised by " + Code(DescribeRule(rule)) + "\n";
  }
  for (const Rule& rule : condition.ends) text += "- Over by " + Code(DescribeRule(rule)) + "\n";
  if (condition.slug == kUnknownErrorSlug) {
    text += "- Said of every answer with an error that no rule recognises\n";
  } else if (condition.rules.empty()) {
    text += "- No single answer says it: the exporter concludes it\n";
  }
  return text + Sources(condition);
}

std::string Allowances(const Catalogue& catalogue) {
  std::string text =
      "\n## Restarts allowed per day\n\n| provider | plan | per day |\n|---|---|---|\n";
  for (const RestartAllowance& row : catalogue.allowances()) {
    text += "| " + std::string(Name(row.kind)) + " | " +
            (row.plan ? std::string(Name(*row.plan)) : "all others") + " | " +
            FormatDuration(row.per_day) + " |\n";
  }
  return text;
}

}  // namespace

std::string ConditionsMarkdown(const Catalogue& catalogue) {
  const std::vector<TopicConditions> topics = ByTopic(catalogue);
  std::string text(kIntroduction);
  for (const TopicConditions& of : topics) {
    const Heading heading = HeadingOfTable(of.topic);
    text += "\n## " + std::string(HeadingOf(of.topic)) + "\n\n" +
            std::string(ExplanationOf(of.topic)) + "\n\n" + std::string(heading.names) +
            std::string(heading.rule);
    for (const Condition* condition : of.conditions) text += Row(*condition, of.topic);
  }
  if (!catalogue.allowances().empty()) text += Allowances(catalogue);
  text += "\n## Each condition\n";
  for (const TopicConditions& of : topics) {
    for (const Condition* condition : of.conditions) text += Section(*condition);
  }
  return text;
}

}  // namespace wa
