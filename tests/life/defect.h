#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "base/enum_names.h"

// Mistakes that are made on purpose, at the seams around the exporter, to see that each is found: a
// check that cannot fail proves nothing.
namespace wa::life {

enum class Defect {
  kNone,
  kForgets,         // after a crash one of the open incidents is gone
  kTellsTooSoon,    // the store calls durable what is not on the disk
  kDoubles,         // after a crash an incident has another id
  kHasty,           // graces are a minute short
  kLax,             // graces are a minute long
  kAsksTwice,       // two polls per interval
  kAsksTooOften,    // the credential's budget is twice what it may be
  kBlames,          // a canary is said to answer while our own network is down
  kPagesExplained,  // the rule does not know what is explained
  kWrites,          // a request has a body
};

}  // namespace wa::life

namespace wa {
template <>
struct EnumNames<life::Defect> {
  static constexpr std::array table{
      std::pair{life::Defect::kNone, std::string_view("none")},
      std::pair{life::Defect::kForgets, std::string_view("forgets")},
      std::pair{life::Defect::kTellsTooSoon, std::string_view("tells-too-soon")},
      std::pair{life::Defect::kDoubles, std::string_view("doubles")},
      std::pair{life::Defect::kHasty, std::string_view("hasty")},
      std::pair{life::Defect::kLax, std::string_view("lax")},
      std::pair{life::Defect::kAsksTwice, std::string_view("asks-twice")},
      std::pair{life::Defect::kAsksTooOften, std::string_view("asks-too-often")},
      std::pair{life::Defect::kBlames, std::string_view("blames")},
      std::pair{life::Defect::kPagesExplained, std::string_view("pages-explained")},
      std::pair{life::Defect::kWrites, std::string_view("writes")},
  };
};
}  // namespace wa
