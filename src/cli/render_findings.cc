#include "cli/render_findings.h"

#include <optional>
#include <utility>

#include "base/text.h"
#include "web/explanation_json.h"

namespace wa {
namespace {

std::string Said(const Finding& finding) {
  std::string text = finding.detail.empty() ? "" : "\"" + finding.detail + "\"";
  if (finding.code) text += (text.empty() ? "code " : ", code ") + std::to_string(*finding.code);
  return text;
}

std::string RenderSources(const std::vector<Source>& sources, const Style& style) {
  std::string text;
  for (const Source& source : sources) {
    text += Wrap("Source, read " + source.date, style.width, "  ");
    text += Wrap(source.page, style.width, "    ");
    if (!source.quote.empty()) text += Wrap("\"" + source.quote + "\"", style.width, "    ");
  }
  return text;
}

}  // namespace

OrderedJson FindingsJson(const std::vector<Finding>& findings, const Subject& subject) {
  return ConditionsJson(findings,
                        {subject.account, subject.kind, subject.plan.value_or(Plan::kUnknown)});
}

std::string TitleOf(const Condition& condition, const Style& style) {
  std::string title = condition.title + " (" + condition.slug + ")";
  switch (condition.severity) {
    case Severity::kCritical:
      return style.Bad(title);
    case Severity::kWarning:
      return style.Warning(title);
    case Severity::kInfo:
      return style.Bold(title);
  }
  return title;
}

std::string RenderFinding(const Finding& finding, const Subject& subject, const Style& style,
                          Sources sources, FieldList lead) {
  const Condition& condition = *finding.condition;
  FieldList fields = std::move(lead);
  fields.Add("Meaning", condition.meaning);
  fields.Add("Next step", WhatNext(condition, subject), &Style::Bold);
  if (finding.retry_after) {
    fields.Add("Ask again", "not before " + FormatDuration(*finding.retry_after) + " have passed");
  }
  // What only events tell counts at once; how it ends is what nobody could guess.
  if (condition.reach == Reach::kEvent) {
    fields.Add("Ends", HowItEnds(condition));
  } else {
    fields.Add("May last", HowLong(condition, subject));
  }
  fields.Add("Support", WhetherSupport(condition, subject));
  fields.Add("Who acts", WhoActs(condition));
  fields.Add("Severity", WhatSeverityDoes(condition.severity));
  fields.Add("Said", Said(finding));
  fields.Add("Rule", finding.rule);
  std::string text = TitleOf(condition, style) + "\n" + fields.Render(style, "  ");
  return sources == Sources::kShow ? text + RenderSources(condition.sources, style) : text;
}

std::string RenderFindings(const std::vector<Finding>& findings, const Subject& subject,
                           const Style& style, Sources sources) {
  std::string text;
  for (const Finding& finding : findings) {
    if (!text.empty()) text += "\n";
    text += RenderFinding(finding, subject, style, sources);
  }
  return text;
}

std::string RenderHealth(const std::vector<EntityHealth>& health, const Style& style) {
  std::string text;
  for (const EntityHealth& entity : health) {
    text += (text.empty() ? "Entities: " : ", ") + entity.entity + " ";
    text += Name(entity.can_send_message);
  }
  return Wrap(text, style.width, "  ");
}

OrderedJson HealthJson(const std::vector<EntityHealth>& health) {
  OrderedJson json = OrderedJson::array();
  for (const EntityHealth& entity : health) {
    json.push_back(
        {{"entity", entity.entity}, {"can_send_message", Name(entity.can_send_message)}});
  }
  return json;
}

}  // namespace wa
