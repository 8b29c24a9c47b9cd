#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/enum_names.h"

namespace wa::life {

// What must always hold.
enum class Rule {
  kNoFalsePage,  // no page without a true cause beyond its allowance
  kPaged,        // every true cause beyond its allowance is paged in time
  kOneCause,     // what something wider explains pages nobody by itself
  kSeen,         // what is true is an open incident in time
  kStart,        // the reported start lies within its bounds, and stays where it is
  kOver,         // an incident ends when it is over, and not before
  kKept,         // no incident is lost over a crash
  kSingle,       // none is doubled
  kBudget,       // nobody is asked more often than his budgets and intervals say
  kReadOnly,     // nothing but read-only questions, and keys to their own provider only
};

}  // namespace wa::life

namespace wa {
template <>
struct EnumNames<life::Rule> {
  static constexpr std::array table{
      std::pair{life::Rule::kNoFalsePage, std::string_view("no page without a true cause")},
      std::pair{life::Rule::kPaged, std::string_view("every true cause is paged in time")},
      std::pair{life::Rule::kOneCause, std::string_view("one cause is one page")},
      std::pair{life::Rule::kSeen, std::string_view("what is true is seen in time")},
      std::pair{life::Rule::kStart, std::string_view("the start lies within its bounds")},
      std::pair{life::Rule::kOver, std::string_view("an incident ends when it is over")},
      std::pair{life::Rule::kKept, std::string_view("no incident is lost")},
      std::pair{life::Rule::kSingle, std::string_view("no incident is doubled")},
      std::pair{life::Rule::kBudget, std::string_view("nobody is asked too often")},
      std::pair{life::Rule::kReadOnly, std::string_view("nothing but read-only questions")},
  };
};
}  // namespace wa

namespace wa::life {

struct Violation {
  Rule rule = Rule::kNoFalsePage;
  SteadyTime at;
  std::string text;
};

}  // namespace wa::life
