#include "load/account_list.h"

#include <algorithm>
#include <utility>

namespace wa {

std::string AccountList::ClaimName(const std::string& name, const Problem& here) {
  return Claim("account " + Quoted(name), name, "every account needs a name of its own", here,
               &names_);
}

std::string AccountList::ClaimNumberId(const std::string& id, const Problem& here) {
  return Claim("this 'phone_number_id'", id, "two accounts cannot be one number", here,
               &number_ids_);
}

std::string AccountList::ClaimChannelId(const std::string& id, const Problem& here) {
  return Claim("this 'channel_id'", id, "two accounts cannot be one channel", here, &channel_ids_);
}

std::string AccountList::Claim(const std::string& what, const std::string& value,
                               std::string_view way_out, const Problem& here,
                               Positions* positions) {
  const auto [first, is_new] = positions->try_emplace(value, here);
  if (is_new) return "";
  const Problem& there = first->second;
  const std::string column = there.line > 0 ? ":" + std::to_string(there.column) : "";
  return what + " stands already at " + there.Line() + column + ": " + std::string(way_out);
}

void AccountList::Add(Account account) {
  accounts_.push_back(std::make_shared<const Account>(std::move(account)));
}

std::vector<std::shared_ptr<const Account>> AccountList::Take() {
  std::sort(accounts_.begin(), accounts_.end(),
            [](const auto& a, const auto& b) { return a->name < b->name; });
  return std::move(accounts_);
}

}  // namespace wa
