#include "web/account_name.h"

#include <cstddef>
#include <optional>
#include <vector>

#include "base/text.h"

namespace wa {
namespace {

// A name that the caller may have meant. Not for large fleets: comparing costs, and anybody may
// ask.
std::optional<std::string> NearestAccount(const FleetSnapshot& snapshot, const std::string& name) {
  constexpr std::size_t kMostAccounts = 2000;
  constexpr std::size_t kLongestName = 100;
  if (snapshot.accounts.size() > kMostAccounts || name.size() > kLongestName) return std::nullopt;
  std::vector<std::string> names;
  names.reserve(snapshot.accounts.size());
  for (const auto& status : snapshot.accounts) names.push_back(status->account->name);
  return DidYouMean(name, names);
}

}  // namespace

std::string NoSuchAccount(const FleetSnapshot& snapshot, const std::string& name) {
  const auto nearest = NearestAccount(snapshot, name);
  return "no account of this name is configured" +
         (nearest ? "; did you mean " + *nearest + "?" : "");
}

}  // namespace wa
