#pragma once

#include <string_view>

#include "base/result.h"
#include "config/config.h"

namespace wa {

// Whether an account of this name is watched by this shard. Rendezvous hashing: each shard draws a
// number for the name, and the highest one has it. So going from n to n + 1 shards moves about
// 1 / (n + 1) of the accounts, all of them to the new shard. The same in every build and on every
// machine, for ever.
bool Belongs(const Shard& shard, std::string_view name);

// "2/5": shard 2 of 0 to 4.
Result<Shard> ParseShard(std::string_view text);

}  // namespace wa
