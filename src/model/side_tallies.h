#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/clock.h"
#include "model/budget.h"
#include "model/channel.h"
#include "model/operation.h"
#include "model/request_failure.h"

// What the loop counts beside its polls. Plain values of a snapshot.
namespace wa {

// What happened with one partner's API since the start of the process.
struct PartnerTallies {
  struct PerOperation {
    std::uint64_t requests = 0;
    std::array<std::uint64_t, EnumNames<RequestFailure>::table.size()> failures{};
  };
  std::array<PerOperation, EnumNames<PartnerOperation>::table.size()> operations{};
  std::array<std::uint64_t, EnumNames<ChannelChangeKind>::table.size()> changes{};
  std::map<std::string, std::size_t> channels;  // of the last complete listing, by status
  std::optional<SystemTime> last_success;       // of a complete listing
};

// The same of one source of accounts.
struct SourceTallies {
  std::size_t accounts = 0;                // of the last complete answer
  std::optional<SystemTime> last_success;  // of a complete answer
};

// How bad a component of a status page is, by the page's own words: -1 maintenance, 0 operational,
// 1 degraded or not said how bad, 2 outage of a part, 3 major outage.
struct StatusPageLevel {
  std::string page;       // the provider's name
  std::string component;  // "all": the page as a whole
  int level = 0;
};

}  // namespace wa
