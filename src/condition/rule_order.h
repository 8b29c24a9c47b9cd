#pragma once

#include <cstddef>
#include <string>
#include <tuple>

#include "model/condition.h"

namespace wa {

// How specific a rule is within its kind of sign, the larger the more: a single code beats a range
// beats none; then the longer literal text beats the shorter beats none; then a list of HTTP
// statuses beats none.
struct Specificity {
  int code = 0;          // 2 single code, 1 range, 0 none
  std::size_t text = 0;  // 1 + length of the literal text, 0 none
  int http = 0;          // 1 a list, 0 none

  auto Tied() const { return std::tie(code, text, http); }
  friend bool operator==(const Specificity& a, const Specificity& b) {
    return a.Tied() == b.Tied();
  }
  friend bool operator<(const Specificity& a, const Specificity& b) { return a.Tied() < b.Tied(); }
};
Specificity SpecificityOf(const Rule& rule);

// Whether some sign exists that both rules match.
bool CanMatchTheSame(const Rule& a, const Rule& b);

// Whether some text exists that both patterns match.
bool CanMatchTheSame(const Pattern& a, const Pattern& b);

// A rule for people: the kind of sign, codes, text in quotes, statuses; `graph-error code 190 with
// HTTP 401`.
std::string DescribeRule(const Rule& rule);

}  // namespace wa
