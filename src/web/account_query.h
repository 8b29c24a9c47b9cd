#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/enum_names.h"
#include "base/result.h"
#include "model/fleet.h"

namespace wa {

// In which order accounts are listed.
enum class AccountSort {
  kName,
  kAttention,  // by state, the worst first, then what has lasted longest, then by name
  kSince,      // what began last comes first; accounts without an incident last, by name
  kProvider,   // then by name
};
template <>
struct EnumNames<AccountSort> {
  static constexpr std::array table{
      std::pair{AccountSort::kName, std::string_view("name")},
      std::pair{AccountSort::kAttention, std::string_view("attention")},
      std::pair{AccountSort::kSince, std::string_view("since")},
      std::pair{AccountSort::kProvider, std::string_view("provider")},
  };
};

// Which accounts, in which order: of /api/v1/accounts and of the fleet's page.
struct AccountQuery {
  static constexpr std::size_t kDefaultLimit = 100;
  static constexpr std::size_t kMaxLimit = 1000;

  std::set<AccountState> states = {};  // empty: all
  std::string provider = {};           // empty: all
  std::optional<Plan> plan = {};       // unset: all
  std::string tag = {};                // "team=retail", or "team" of any value; empty: all
  // Part of a name or of a tag's value, in lower case; ASCII case ignored. Empty: all.
  std::string text = {};
  AccountSort sort = AccountSort::kName;
  std::size_t limit = kDefaultLimit;
  std::size_t max_limit = kMaxLimit;
  std::size_t offset = 0;
};

// From the parameters state (several with commas), provider, plan, tag, q, sort, limit, and offset
// or page (from 1). What is not given, or is empty as a field of a form that was left empty, is as
// in `defaults`. Everything else is an error that says what would be right: a filter with a typing
// error must not answer "all".
Result<AccountQuery> ParseAccountQuery(
    const std::map<std::string, std::string, std::less<>>& parameters,
    const AccountQuery& defaults = {});

// An account with its state at the time of the question.
struct AccountRow {
  const AccountStatus* status;  // lives as long as the snapshot
  AccountState state;
};

struct AccountPage {
  std::size_t matching = 0;  // before paging
  std::vector<AccountRow> rows;
};
AccountPage SelectAccounts(const FleetSnapshot& snapshot, const AccountQuery& query,
                           SystemTime now);

}  // namespace wa
