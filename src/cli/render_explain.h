#pragma once

#include <string>
#include <vector>

#include "cli/style.h"
#include "model/observation.h"

namespace wa {

// What an answer means.
struct Explanation {
  ProviderKind kind = ProviderKind::k360dialog;
  int http_status = 0;            // 0: there was no answer
  std::vector<Finding> findings;  // none: all is well
  std::vector<EntityHealth> health;
};

std::string RenderExplanation(const Explanation& explanation, const Style& style);
std::string ExplanationJson(const Explanation& explanation);

}  // namespace wa
