#include "cli/render_conditions.h"

#include <sstream>
#include <utility>
#include <vector>

#include "base/text.h"
#include "cli/json_values.h"
#include "cli/layout.h"
#include "condition/conditions_order.h"
#include "condition/describe.h"
#include "condition/rule_order.h"
#include "web/catalogue_json.h"
#include "web/explanation_json.h"

namespace wa {
namespace {

std::string Slug(const Condition& condition, const Style& style) {
  switch (condition.severity) {
    case Severity::kCritical:
      return style.Bad(condition.slug);
    case Severity::kWarning:
      return style.Warning(condition.slug);
    case Severity::kInfo:
      return style.Bold(condition.slug);
  }
  return condition.slug;
}

std::string Headline(std::string_view heading, const Style& style) {
  return style.Bold(heading) + "\n" + std::string(heading.size(), '=') + "\n";
}

// What polls see has a time that it may last, what is only told an end; a message has neither.
TextTable TableOf(Topic topic) {
  std::vector<TextTable::Column> columns{{"CONDITION"}, {"WHO ACTS"}};
  if (topic == Topic::kPolled) columns.push_back({"MAY LAST", TextTable::Align::kRight});
  if (topic == Topic::kTold) columns.push_back({"ENDS"});
  columns.push_back({"SUPPORT"});
  columns.push_back({"TITLE", TextTable::Align::kLeft, true});
  return TextTable(std::move(columns));
}

std::vector<std::string> RowOf(const Condition& condition, Topic topic) {
  const Duration grace = GraceOf(condition, {});
  std::vector<std::string> cells{condition.slug, std::string(Name(condition.owner))};
  if (topic == Topic::kPolled) {
    cells.push_back(FormatDuration(grace) + (condition.graces.size() > 1 ? "*" : " "));
  }
  if (topic == Topic::kTold) cells.push_back(EndWord(condition));
  cells.emplace_back(SupportWord(condition, grace));
  cells.push_back(condition.title);
  return cells;
}

// One table for each severity, with the same widths: they are rendered as one and then divided.
std::string RenderTopic(const TopicConditions& of, const Style& style) {
  TextTable table = TableOf(of.topic);
  for (const Condition* condition : of.conditions) table.Add(RowOf(*condition, of.topic));
  std::istringstream lines(table.Render(style, "  "));
  std::string line;
  std::getline(lines, line);
  std::string text = Headline(HeadingOf(of.topic), style) +
                     Wrap(ExplanationOf(of.topic), style.width, "") + "\n" + line + "\n";
  const Condition* before = nullptr;
  for (const Condition* condition : of.conditions) {
    if (before == nullptr || before->severity != condition->severity) {
      text += style.Bold(WhatSeverityDoes(condition->severity)) + "\n";
    }
    std::getline(lines, line);
    text += line + "\n";
    before = condition;
  }
  return text;
}

void AddSources(FieldList& fields, const Condition& condition) {
  for (const Source& source : condition.sources) {
    fields.Add("Source", source.page + ", read " + source.date);
    if (!source.quote.empty()) fields.Add("", "\"" + source.quote + "\"");
  }
}

}  // namespace

std::string RenderConditions(const Catalogue& catalogue, const Style& style) {
  std::string text;
  for (const TopicConditions& of : ByTopic(catalogue)) text += RenderTopic(of, style) + "\n";
  return text +
         Wrap(
             "* other times for some plans or kinds of provider. `waba_exporter conditions SLUG` "
             "says what one means, what to do, and how it is recognised.",
             style.width, "");
}

std::string RenderCondition(const Condition& condition, const Style& style) {
  FieldList fields;
  fields.Add("Meaning", condition.meaning);
  fields.Add("Next step", WhatNext(condition, {}), &Style::Bold);
  fields.Add("Who acts", WhoActs(condition));
  fields.Add("Severity", WhatSeverityDoes(condition.severity));
  fields.Add("How long", WhenItCounts(condition));
  fields.Add("Support", WhetherSupport(condition, {}));
  fields.Add("Ends", HowItEnds(condition));
  const char* label = "Recognised";
  for (const Rule& rule : condition.rules) {
    fields.Add(std::exchange(label, ""), DescribeRule(rule));
  }
  label = "Over by";
  for (const Rule& rule : condition.ends) fields.Add(std::exchange(label, ""), DescribeRule(rule));
  if (!condition.group.empty()) fields.Add("Group", condition.group);
  AddSources(fields, condition);
  return Slug(condition, style) + "  " + std::string(Name(condition.severity)) + ", " +
         std::string(Name(condition.scope)) + ": " + condition.title + "\n" +
         fields.Render(style, "  ");
}

std::string ConditionsJson(const Catalogue& catalogue) { return Dump(CatalogueJson(catalogue)); }

}  // namespace wa
