#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/account.h"

namespace wa {

// An account that a source names while the program runs: a partner's channel, a number of a
// business account, a target of service discovery. Its key, plan and tags are added from the
// source's settings (load/), which never take a path or an address from it.
struct DiscoveredAccount {
  std::string name;  // as the source gives it; checked against the rule of account names by load/
  std::string phone_number;
  std::string phone_number_id;
  std::string waba_id;
  std::string channel_id;
  std::optional<Plan> plan;
  std::map<std::string, std::string> tags;

  friend bool operator==(const DiscoveredAccount&, const DiscoveredAccount&) = default;
};

// All that one source names now. What it does not name any more is gone.
struct Discovered {
  std::string source;  // "partner/acme", "waba/NAME", "http_sd/NAME"
  std::vector<DiscoveredAccount> accounts;
};

}  // namespace wa
