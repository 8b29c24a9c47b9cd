#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/account.h"
#include "model/event.h"

namespace wa {

// Which accounts an event means. Pure; immutable.
class EventRouter {
 public:
  // REQUIRES: accounts and partners sorted by name.
  EventRouter(const std::vector<std::shared_ptr<const Account>>& accounts,
              const std::vector<PartnerSettings>& partners);

  // By the first of these that fits, among the accounts at the provider that tells: the number's
  // id, the number, the channel, and, where the event is about no single number, the business
  // account, of which all accounts are meant. Else the account of the path, unless the event says
  // that it is about something else. Positions in the list of accounts; none: only counted.
  std::vector<std::size_t> AccountsOf(const Told& told) const;

  // Who tells: the provider of the path's account or partner; empty if there is no such one.
  std::string_view ProviderOf(const Told& told) const;

 private:
  using Index = std::vector<std::pair<std::string, std::size_t>>;  // sorted
  std::vector<std::size_t> Find(const Index& index, const std::string& id,
                                std::string_view provider) const;
  std::vector<std::size_t> OfPath(const Told& told) const;

  const std::vector<std::shared_ptr<const Account>>& accounts_;
  const std::vector<PartnerSettings>& partners_;
  Index by_number_id_;
  Index by_number_;  // digits only
  Index by_channel_;
  Index by_waba_;
};

}  // namespace wa
