#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/channel.h"
#include "provider/partner_api.h"

namespace wa {

// A channel as it was listed last.
struct KnownChannel {
  DiscoveredAccount account;
  std::string status;       // empty: it is remembered from an earlier run, or none was told
  bool is_missing = false;  // in the last listing, which the next one must confirm
};
using KnownChannels = std::map<std::string, KnownChannel>;  // by id

// The pages of one listing, on their way to be whole.
class ChannelListing {
 public:
  // Where the next page begins.
  std::size_t offset() const { return offset_; }

  // Takes up the next page. Says what is wrong with it, for people; empty if nothing is.
  // `asked_for` entries were asked for: fewer are the last page if the answer names no total.
  std::string Add(const ChannelPage& page, std::size_t asked_for);

  bool IsComplete() const { return is_complete_; }

  // What there is, beside what `before` knew. A channel that is not there any more may have slipped
  // from one page to another while they were read, or the listing is not what it should be: it
  // stays until the next listing does not show it either. One that is terminated goes at once.
  // REQUIRES: IsComplete().
  KnownChannels Channels(const KnownChannels& before) &&;

 private:
  KnownChannels channels_;
  std::set<std::string> terminated_;
  std::size_t offset_ = 0;
  std::size_t pages_ = 0;
  bool is_complete_ = false;
};

// How the channels of a partner differ, by id.
std::vector<ChannelChange> Changes(const std::string& partner, const KnownChannels& before,
                                   const KnownChannels& after);

// How many there are in each status: a few words, and `other` beyond what a metric can bear.
std::map<std::string, std::size_t> CountByStatus(const KnownChannels& channels);

}  // namespace wa
