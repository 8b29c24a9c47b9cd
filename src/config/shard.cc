#include "config/shard.h"

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

#include "base/stable_hash.h"
#include "config/credentials.h"

namespace wa {
namespace {

constexpr unsigned kMostShards = 1000;

std::uint64_t Draw(std::uint64_t name, unsigned shard) {
  constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15ULL;  // keeps the shards' numbers apart
  return Mix(name ^ Mix((shard + 1) * kGolden));
}

std::string_view DrawnFor(const Account& account) {
  const bool is_asked_together = account.kind == ProviderKind::kMeta && !account.waba_id.empty();
  return is_asked_together ? account.waba_id : account.name;
}

std::optional<unsigned> Number(std::string_view text) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

bool Belongs(const Shard& shard, const Account& account) {
  const std::uint64_t hash = StableHash(DrawnFor(account));
  unsigned winner = 0;
  std::uint64_t highest = 0;
  for (unsigned i = 0; i < shard.count; ++i) {
    const std::uint64_t drawn = Draw(hash, i);
    if (drawn <= highest) continue;
    highest = drawn;
    winner = i;
  }
  return winner == shard.index;
}

void TakeShare(const Shard& shard, Config* config) {
  for (ProviderSettings& provider : config->providers) {
    provider.requests_per_second /= shard.count;
    if (provider.kind != ProviderKind::kMeta) provider.waba_requests_per_hour /= shard.count;
    if (!KeyIsOfOneNumber(provider.kind)) provider.credential_requests_per_hour /= shard.count;
  }
  for (PartnerSettings& partner : config->partners) partner.requests_per_second /= shard.count;
}

Result<Shard> ParseShard(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto index = Number(text.substr(0, slash));
  const auto count =
      slash == std::string_view::npos ? std::nullopt : Number(text.substr(slash + 1));
  if (!index || !count) {
    return Fail(ErrorCode::kConfig, "a shard is written I/N, such as 0/2 and 1/2 for two of them");
  }
  if (*count < 1 || *count > kMostShards) {
    return Fail(ErrorCode::kConfig, "there can be 1 to " + std::to_string(kMostShards) +
                                        " shards, not " + std::to_string(*count));
  }
  if (*index >= *count) {
    return Fail(ErrorCode::kConfig, "shards count from 0: the last of " + std::to_string(*count) +
                                        " is " + std::to_string(*count - 1) + "/" +
                                        std::to_string(*count));
  }
  return Shard{*index, *count};
}

}  // namespace wa
