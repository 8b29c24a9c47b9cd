#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/account.h"
#include "model/condition.h"

namespace wa {

// Where a provider's support is reached, and by which words it orders what it is told: a
// [[support]] table of the catalogue.
struct SupportDesk {
  ProviderKind kind = ProviderKind::k360dialog;
  std::string channel;                    // the one for which its times hold
  std::string other_channels;             // may be empty
  std::string severity_all;               // sending has stopped for all numbers
  std::string severity_some;              // ... for some
  std::string severity_rest;              // everything else
  std::map<Plan, Duration> first_answer;  // how soon it promises a first answer to clients
  Source source;
};

// Null if nothing is known of the kind.
const SupportDesk* DeskOf(const std::vector<SupportDesk>& desks, ProviderKind kind);

// How soon support promises a first answer; nothing if it promises none that is known.
std::optional<Duration> FirstAnswer(const std::vector<SupportDesk>& desks, ProviderKind kind,
                                    Plan plan);

}  // namespace wa
