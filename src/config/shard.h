#pragma once

#include <string_view>

#include "base/result.h"
#include "config/config.h"
#include "model/account.h"

namespace wa {

// Whether this shard watches the account. Rendezvous hashing: each shard draws a number for the
// account's name, and the highest one has it. So going from n to n + 1 shards moves about 1 / (n +
// 1) of the accounts, all of them to the new shard. Numbers at Meta are drawn for by their business
// account if it is known, since one question asks about all of them. The same in every build and on
// every machine, for ever.
bool Belongs(const Shard& shard, const Account& account);

// Leaves this shard its share of the budgets that all shards spend together: those of a provider, a
// partner, a WABA (but for Meta's, which one shard has whole), and of keys that many numbers share.
void TakeShare(const Shard& shard, Config* config);

// "2/5": shard 2 of 0 to 4.
Result<Shard> ParseShard(std::string_view text);

}  // namespace wa
