#pragma once

#include <string>

#include "base/result.h"
#include "config/config.h"
#include "model/account.h"
#include "model/discovery.h"

namespace wa {

// Where an account that was found comes from. REQUIRES: what is pointed at outlives it.
struct AccountOrigin {
  Common<std::string> source;  // as Account::source
  std::string partner;         // of a partner's channel
  const ProviderSettings* provider;
  const SourceDefaults* defaults;
  const Common<WebhookAuth>* webhook;  // null: none is accepted
};

// The account that it becomes, without its key: the source's settings, and what it says of
// itself. Refused, and said why, if its name, an id or a tag is none.
Result<Account> AdoptAccount(const DiscoveredAccount& found, const AccountOrigin& origin);

}  // namespace wa
