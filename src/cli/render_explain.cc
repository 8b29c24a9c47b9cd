#include "cli/render_explain.h"

#include "cli/render_findings.h"

namespace wa {

std::string RenderExplanation(const Explanation& explanation, const Style& style) {
  const Subject subject{"", explanation.kind, std::nullopt};
  std::string text = RenderFindings(explanation.findings, subject, style, Sources::kShow);
  if (explanation.findings.empty()) text = style.Good("Fine: messages can be sent.") + "\n";
  return text + RenderHealth(explanation.health, style);
}

std::string ExplanationJson(const Explanation& explanation) {
  return Dump(FindingsJson(explanation.findings, {"", explanation.kind, std::nullopt}));
}

}  // namespace wa
