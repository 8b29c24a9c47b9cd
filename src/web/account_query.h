#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/fleet.h"

namespace wa {

// What /api/v1/accounts was asked for.
struct AccountQuery {
  static constexpr std::size_t kDefaultLimit = 100;
  static constexpr std::size_t kMaxLimit = 1000;

  std::set<AccountState> states;  // empty: all
  std::string provider;           // empty: all
  std::string text;  // part of a name or of a tag's value, ASCII case ignored; empty: all
  std::size_t limit = kDefaultLimit;
  std::size_t offset = 0;
};

// From the parameters state (several with commas), provider, q, limit, offset. Everything else is
// an error that says what would be right: a filter with a typing error must not answer "all".
Result<AccountQuery> ParseAccountQuery(
    const std::map<std::string, std::string, std::less<>>& parameters);

struct AccountPage {
  std::size_t matching = 0;                    // before paging
  std::vector<const AccountStatus*> accounts;  // by name; live as long as the snapshot
};
AccountPage SelectAccounts(const FleetSnapshot& snapshot, const AccountQuery& query,
                           SystemTime now);

}  // namespace wa
