#pragma once

#include <cstdlib>
#include <string>

#include "condition/classify.h"
#include "model/facts.h"

// What every fuzzer insists on.
namespace wa {

inline void Require(bool promise) {
  if (!promise) std::abort();
}

// Nothing in it breaks a line of a log or of a page.
inline bool IsSafe(const std::string& text) {
  return text.find_first_of("\r\n\x1b\x7f") == std::string::npos && text.size() <= 2048;
}

inline void RequireSafe(const Facts& facts) {
  Require(facts.signs.size() <= 100 && facts.health.size() <= 6);
  for (const Sign& sign : facts.signs) Require(IsSafe(sign.text) && IsSafe(sign.detail));
  Require(IsSafe(facts.request_id));
  Require(!facts.retry_after ||
          (*facts.retry_after > Duration(0) && *facts.retry_after <= std::chrono::hours(1)));
}

inline void RequireSafe(const std::vector<Finding>& findings) {
  for (const Finding& finding : findings) {
    Require(finding.condition != nullptr && IsSafe(finding.detail) && !finding.rule.empty());
    Require(!finding.retry_after || *finding.retry_after > Duration(0));
  }
}

}  // namespace wa
