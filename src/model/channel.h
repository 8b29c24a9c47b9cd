#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "base/enum_names.h"
#include "model/discovery.h"
#include "model/facts.h"

namespace wa {

// A channel as its partner's API lists it.
struct ListedChannel {
  DiscoveredAccount account;  // its name is the channel's id
  std::string status;         // in lower case: "ready", "error", ...
  // What the listing says of it, as an event: the listing tells of the number, and asks it nothing.
  // The sign `channel_listed` of kind kEvent is always there, so that what a listing does not show
  // any more is over.
  Facts facts;
};

// What became of a channel since the listing before; values of label `change`.
enum class ChannelChangeKind {
  kAdded,
  kRemoved,  // terminated, or not listed any more
  kMoved,    // to another business account or number, or into another status
};
template <>
struct EnumNames<ChannelChangeKind> {
  static constexpr std::array table{
      std::pair{ChannelChangeKind::kAdded, std::string_view("added")},
      std::pair{ChannelChangeKind::kRemoved, std::string_view("removed")},
      std::pair{ChannelChangeKind::kMoved, std::string_view("moved")},
  };
};

struct ChannelChange {
  std::string partner;
  std::string channel_id;
  ChannelChangeKind kind = ChannelChangeKind::kAdded;
  std::string detail;  // for people: "status ready -> error"; empty if it did not move
};

}  // namespace wa
