#include "monitor/channel_listing.h"

#include <algorithm>
#include <utility>

namespace wa {
namespace {

// With one channel a page, more than anybody has.
constexpr std::size_t kMostPages = 100'000;
// There are 17 words in the sources; a provider that writes something new each time must not fill
// the metrics.
constexpr std::size_t kMostStatuses = 30;

void Mention(std::string& detail, const std::string& what) {
  if (!detail.empty()) detail += ", ";
  detail += what;
}

void MentionMove(std::string& detail, const std::string& what, const std::string& from,
                 const std::string& to) {
  if (from != to) Mention(detail, what + " " + from + " -> " + to);
}

// A phone number is nobody's business in a log.
std::string Moves(const KnownChannel& before, const KnownChannel& after) {
  std::string detail;
  if (!before.status.empty()) MentionMove(detail, "status", before.status, after.status);
  MentionMove(detail, "business account", before.account.waba_id, after.account.waba_id);
  if (before.account.phone_number != after.account.phone_number) {
    Mention(detail, "another number");
  }
  return detail;
}

}  // namespace

std::string ChannelListing::Add(const ChannelPage& page, std::size_t asked_for) {
  const std::size_t known = channels_.size() + terminated_.size();
  for (const ListedChannel& channel : page.channels) {
    channels_[channel.account.channel_id] = {channel.account, channel.status, false};
  }
  terminated_.insert(page.terminated.begin(), page.terminated.end());
  const std::string where = "the page of channels at offset " + std::to_string(offset_);
  offset_ += page.entries;
  is_complete_ = page.total ? offset_ >= *page.total : page.entries < asked_for;
  if (is_complete_) return "";
  if (page.entries == 0) return where + " is empty, before the end of the listing";
  if (channels_.size() + terminated_.size() == known) {
    return where + " repeats what was listed before";
  }
  return ++pages_ < kMostPages ? "" : "the listing of channels does not end";
}

KnownChannels ChannelListing::Channels(const KnownChannels& before) && {
  KnownChannels all = std::move(channels_);
  for (const auto& [id, channel] : before) {
    if (channel.is_missing || terminated_.count(id) > 0) continue;
    const auto [entry, is_missing] = all.emplace(id, channel);
    entry->second.is_missing = is_missing;
  }
  return all;
}

std::vector<ChannelChange> Changes(const std::string& partner, const KnownChannels& before,
                                   const KnownChannels& after) {
  std::vector<ChannelChange> changes;
  for (const auto& [id, channel] : after) {
    const auto old = before.find(id);
    if (old == before.end()) {
      changes.push_back({partner, id, ChannelChangeKind::kAdded, {}});
    } else if (std::string moves = Moves(old->second, channel); !moves.empty()) {
      changes.push_back({partner, id, ChannelChangeKind::kMoved, std::move(moves)});
    }
  }
  for (const auto& entry : before) {
    if (after.count(entry.first) > 0) continue;
    changes.push_back({partner, entry.first, ChannelChangeKind::kRemoved, {}});
  }
  std::sort(changes.begin(), changes.end(),
            [](const auto& a, const auto& b) { return a.channel_id < b.channel_id; });
  return changes;
}

std::map<std::string, std::size_t> CountByStatus(const KnownChannels& channels) {
  std::map<std::string, std::size_t> counts;
  for (const auto& entry : channels) {
    const std::string& status = entry.second.status;
    const bool fits = counts.count(status) > 0 || counts.size() < kMostStatuses;
    ++counts[status.empty() ? "unknown" : fits ? status : "other"];
  }
  return counts;
}

}  // namespace wa
