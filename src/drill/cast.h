#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "condition/catalogue.h"
#include "config/config.h"
#include "drill/plays.h"

// Who appears in a drill: a simulated account, or some, at a provider of its own for each condition
// that is played, so that none explains or mutes another. Pure.
namespace wa::drill {

struct SimulatedAccount {
  std::string name;
  std::string key;  // known to the simulator alone, and worth nothing elsewhere
  std::string phone_number;
  std::string phone_number_id;
  std::string waba_id;
  std::string channel_id;
};

struct Actor {
  const Play* play = nullptr;
  const Condition* condition = nullptr;
  Duration grace{0};  // real, as the user's configuration has it; or until the alert instead
  std::string name;   // of the first account and of its provider
  std::vector<SimulatedAccount> accounts;  // at least one

  // Whether label `account` means this one: an account of it, its provider, or the network of the
  // exporter, if that is what the condition is about.
  bool IsMeantBy(const std::string& account) const;
};

std::size_t CountAccounts(const std::vector<Actor>& cast);

// In the order of `plays`. REQUIRES: `plays` and `catalogue` outlive it, and every play has a
// condition in it.
std::vector<Actor> MakeCast(const std::vector<const Play*>& plays, const Catalogue& catalogue,
                            const ConditionOverrides& overrides);

// `text` with its {placeholders} filled in (src/drill/plays.toml).
std::string FilledIn(std::string text, const SimulatedAccount& account, std::size_t event,
                     SystemTime now);

}  // namespace wa::drill
