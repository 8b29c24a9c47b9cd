#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "base/enum_names.h"
#include "life/violation.h"

// Mistakes that are made on purpose, at the seams around the exporter, to see that each is found: a
// check that cannot fail proves nothing.
namespace wa::life {

enum class Defect {
  kNone,
  kForgets,               // after a crash one of the open incidents is gone
  kTellsTooSoon,          // the store calls durable what is not on the disk
  kDoubles,               // after a crash an incident is there twice
  kShifts,                // after a crash an incident began a minute later
  kEndsEarly,             // what is over ended when it was last seen
  kHasty,                 // graces are a minute short
  kLax,                   // graces are a minute long
  kAsksTwice,             // two polls per interval
  kAsksTooOften,          // the credential's budget is twice what it may be
  kBlames,                // a canary is said to answer while our own network is down
  kPagesExplained,        // the rule does not know what is explained
  kWrites,                // a request has a body
  kFreezes,               // the first view of nothing wrong is shown for ever
  kLateBound,             // an incident is said to have begun not before its first bad answer
  kOutageStays,           // an outage of a provider is shown for ever
  kEndsLate,              // what is over is shown for a quarter of an hour more
  kBridges,               // what is back within an hour is said to have lasted
  kExplainsAll,           // an outage explains all that its provider's accounts have
  kHastyOfUplink,         // the grace of our own network is a minute short
  kAsksProviderTooOften,  // the provider's budget is twice what it may be
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
      std::pair{life::Defect::kShifts, std::string_view("shifts")},
      std::pair{life::Defect::kEndsEarly, std::string_view("ends-early")},
      std::pair{life::Defect::kHasty, std::string_view("hasty")},
      std::pair{life::Defect::kLax, std::string_view("lax")},
      std::pair{life::Defect::kAsksTwice, std::string_view("asks-twice")},
      std::pair{life::Defect::kAsksTooOften, std::string_view("asks-too-often")},
      std::pair{life::Defect::kBlames, std::string_view("blames")},
      std::pair{life::Defect::kPagesExplained, std::string_view("pages-explained")},
      std::pair{life::Defect::kWrites, std::string_view("writes")},
      std::pair{life::Defect::kFreezes, std::string_view("freezes")},
      std::pair{life::Defect::kLateBound, std::string_view("late-bound")},
      std::pair{life::Defect::kOutageStays, std::string_view("outage-stays")},
      std::pair{life::Defect::kEndsLate, std::string_view("ends-late")},
      std::pair{life::Defect::kBridges, std::string_view("bridges")},
      std::pair{life::Defect::kExplainsAll, std::string_view("explains-all")},
      std::pair{life::Defect::kHastyOfUplink, std::string_view("hasty-of-uplink")},
      std::pair{life::Defect::kAsksProviderTooOften, std::string_view("asks-provider-too-often")},
  };
};
}  // namespace wa

namespace wa::life {

// By which it must be found, and by no other first.
constexpr Rule RuleFor(Defect defect) {
  switch (defect) {
    case Defect::kForgets:
    case Defect::kTellsTooSoon:
      return Rule::kKept;
    case Defect::kDoubles:
      return Rule::kSingle;
    case Defect::kShifts:
    case Defect::kLateBound:
      return Rule::kStart;
    case Defect::kEndsEarly:
    case Defect::kEndsLate:
    case Defect::kOutageStays:
      return Rule::kOver;
    case Defect::kLax:
    case Defect::kExplainsAll:
      return Rule::kPaged;
    case Defect::kAsksTwice:
    case Defect::kAsksTooOften:
    case Defect::kAsksProviderTooOften:
      return Rule::kBudget;
    case Defect::kBlames:
    case Defect::kFreezes:
      return Rule::kSeen;
    case Defect::kPagesExplained:
      return Rule::kOneCause;
    case Defect::kWrites:
      return Rule::kReadOnly;
    default:
      return Rule::kNoFalsePage;
  }
}

}  // namespace wa::life
