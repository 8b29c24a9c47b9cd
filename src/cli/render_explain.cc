#include "cli/render_explain.h"

#include "cli/render_events.h"
#include "cli/render_findings.h"

namespace wa {
namespace {

std::string RenderFine(const Explanation& explanation, const Style& style) {
  const char* fine = !explanation.health.empty() ? "Fine: messages can be sent."
                     : explanation.is_webhook    ? "Fine: this delivery tells of nothing wrong."
                                                 : "Fine: this answer tells of nothing wrong.";
  return style.Good(fine) + "\n";
}

std::string RenderDelivery(const Explanation& explanation, const Style& style) {
  std::string text;
  for (const std::string& part :
       {RenderMessages(explanation.events, style), RenderTold(explanation, style),
        RenderOver(explanation.events, style), RenderInformation(explanation.events, style)}) {
    if (!part.empty()) text += (text.empty() ? "" : "\n") + part;
  }
  return explanation.findings.empty() ? RenderFine(explanation, style) + text : text;
}

}  // namespace

std::string RenderExplanation(const Explanation& explanation, const Style& style) {
  if (!explanation.nothing.empty()) {
    return Wrap("No condition: " + explanation.nothing + ".", style.width, "");
  }
  if (explanation.is_webhook) return RenderDelivery(explanation, style);
  const Subject subject{"", explanation.kind, std::nullopt};
  std::string text = RenderFindings(explanation.findings, subject, style, Sources::kShow);
  if (explanation.findings.empty()) text = RenderFine(explanation, style);
  return text + RenderHealth(explanation.health, style);
}

std::string ExplanationJson(const Explanation& explanation) {
  return Dump(FindingsJson(explanation.findings, {"", explanation.kind, std::nullopt}));
}

}  // namespace wa
