#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "load/problem.h"
#include "load/secret_place.h"
#include "model/account.h"

namespace wa {

// Where each secret that may have to be read again is: by name of the account, or of the source
// ("waba/NAME") whose accounts share it.
using KeyPlaces = std::map<std::string, std::shared_ptr<const SecretPlace>>;

// The accounts that the files name. What only one account may have is claimed: the answer is empty
// for the first, and for another says where the first one stands.
class AccountList {
 public:
  std::string ClaimName(const std::string& name, const Problem& here);
  std::string ClaimNumberId(const std::string& id, const Problem& here);
  std::string ClaimChannelId(const std::string& id, const Problem& here);

  void Add(Account account);

  bool empty() const { return accounts_.empty(); }
  // By name. To be used only if there was no problem.
  std::vector<std::shared_ptr<const Account>> Take();

 private:
  using Positions = std::map<std::string, Problem>;
  static std::string Claim(const std::string& what, const std::string& value,
                           std::string_view way_out, const Problem& here, Positions* positions);

  Positions names_;
  Positions number_ids_;
  Positions channel_ids_;
  std::vector<std::shared_ptr<const Account>> accounts_;
};

}  // namespace wa
