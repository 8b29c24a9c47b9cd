#include "schedule/budget_book.h"

#include <algorithm>
#include <functional>

namespace wa {
namespace {

constexpr Duration kMemory = std::chrono::hours(1);
// The longest window that a limit has, at Meta.
constexpr Duration kLongestBlock = std::chrono::hours(24);
constexpr double kNearlyUsedUp = 0.75;
constexpr double kSlow = 0.25;
// A token that is a nanosecond's share short counts: waiting times are rounded to nanoseconds.
constexpr double kRounding = 1e-6;

Duration FromSeconds(double seconds) {
  // Further away than anybody waits; the sum with a moment must not overflow.
  constexpr double kLongest = 30.0 * 24 * 3600;
  return Duration(static_cast<std::int64_t>(std::min(seconds, kLongest) * 1e9) + 1);
}

}  // namespace

std::string Fingerprint(const Secret& credential) {
  return std::to_string(std::hash<std::string_view>{}(credential.Reveal()));
}

std::vector<BudgetClaim> ClaimsOf(const ProviderSettings& provider, const Secret& credential,
                                  const std::string& waba_id) {
  constexpr Duration kHour = std::chrono::hours(1);
  std::vector<BudgetClaim> claims{{{BudgetKind::kProvider, provider.name, ""},
                                   {provider.requests_per_second, std::chrono::seconds(1)}}};
  if (provider.credential_requests_per_hour > 0 && !credential.empty()) {
    claims.push_back({{BudgetKind::kCredential, provider.name, Fingerprint(credential)},
                      {provider.credential_requests_per_hour, kHour}});
  }
  if (provider.waba_requests_per_hour > 0 && !waba_id.empty()) {
    claims.push_back(
        {{BudgetKind::kWaba, provider.name, waba_id}, {provider.waba_requests_per_hour, kHour}});
  }
  return claims;
}

BudgetBook::Shape BudgetBook::ShapeOf(const BudgetLimit& limit) {
  const double window = Seconds(limit.per);
  if (window <= 1.0) return {std::max(limit.requests, 1.0), limit.requests / window};
  const double burst = std::min(std::max(limit.requests / 4, 4.0), limit.requests / 2);
  if (burst >= 1.0) return {burst, (limit.requests - burst) / window};
  // Less than two in the window: one, and the next when the window has passed.
  return {1.0, std::min(limit.requests, 1.0) / window};
}

// Slow up to the end of that, then at the full rate.
double BudgetBook::Bucket::TokensAt(SteadyTime now) const {
  if (now <= filled) return tokens;
  const SteadyTime slow_end = std::clamp(slow_until.value_or(filled), filled, now);
  const double grown = Seconds(slow_end - filled) * shape.per_second * kSlow +
                       Seconds(now - slow_end) * shape.per_second;
  return std::min(tokens + grown, shape.capacity);
}

void BudgetBook::Bucket::FillUpTo(SteadyTime now) {
  tokens = TokensAt(now);
  filled = std::max(filled, now);
}

SteadyTime BudgetBook::Bucket::WhenItHolds(double wanted, SteadyTime now) const {
  SteadyTime when = now;
  double missing = wanted - TokensAt(now);
  const bool is_slow = slow_until && now < *slow_until;
  if (is_slow && TokensAt(*slow_until) < wanted) {
    when = *slow_until;
    missing = wanted - TokensAt(*slow_until);
  }
  const double rate = shape.per_second * (is_slow && when == now ? kSlow : 1.0);
  if (missing > kRounding) when += FromSeconds(missing / rate);
  return blocked_until ? std::max(when, *blocked_until) : when;
}

double BudgetBook::Needed(const Bucket& bucket, Urgency urgency) {
  return urgency == Urgency::kSecondary ? std::max(bucket.shape.capacity / 2, 1.0) : 1.0;
}

BudgetBook::Bucket* BudgetBook::Open(const BudgetClaim& claim, SteadyTime now) {
  auto found = buckets_.find(claim.name);
  const bool names_a_limit = claim.limit.requests > 0;
  if (found == buckets_.end()) {
    if (!names_a_limit) return nullptr;
    const Shape shape = ShapeOf(claim.limit);
    found =
        buckets_.emplace(claim.name, Bucket{claim.limit, shape, shape.capacity, now, now, {}, {}})
            .first;
  }
  Bucket& bucket = found->second;
  if (names_a_limit && !(bucket.limit == claim.limit)) {
    // What was spent stays spent.
    bucket.FillUpTo(now);
    bucket.limit = claim.limit;
    bucket.shape = ShapeOf(claim.limit);
    bucket.tokens = std::min(bucket.tokens, bucket.shape.capacity);
  }
  bucket.claimed = std::max(bucket.claimed, now);
  return &bucket;
}

bool BudgetBook::Take(const std::vector<BudgetClaim>& claims, Urgency urgency, SteadyTime now) {
  if (WhenAvailable(claims, urgency, now) > now) return false;
  for (const BudgetClaim& claim : claims) {
    Bucket* bucket = Open(claim, now);
    if (bucket == nullptr) continue;
    bucket->FillUpTo(now);
    bucket->tokens = std::max(bucket->tokens - 1.0, 0.0);
  }
  return true;
}

SteadyTime BudgetBook::WhenAvailable(const std::vector<BudgetClaim>& claims, Urgency urgency,
                                     SteadyTime now) {
  SteadyTime when = now;
  for (const BudgetClaim& claim : claims) {
    const Bucket* bucket = Open(claim, now);
    if (bucket == nullptr) continue;
    when = std::max(when, bucket->WhenItHolds(Needed(*bucket, urgency), now));
  }
  return when;
}

void BudgetBook::Spend(const std::vector<BudgetClaim>& claims, int requests, SteadyTime now) {
  for (const BudgetClaim& claim : claims) {
    Bucket* bucket = Open(claim, now);
    if (bucket == nullptr) continue;
    bucket->FillUpTo(now);
    bucket->tokens -= requests;
  }
}

void BudgetBook::Told(const std::vector<BudgetName>& names, const LimitUsage& usage,
                      SteadyTime now) {
  for (const BudgetName& name : names) {
    const auto found = buckets_.find(name);
    if (found == buckets_.end()) continue;
    Bucket& bucket = found->second;
    bucket.FillUpTo(now);
    bucket.slow_until.reset();
    if (usage.share >= kNearlyUsedUp) bucket.slow_until = now + kMemory;
    if (!usage.regain_after) continue;
    // Answers overtake each other: none shortens what another one said.
    const SteadyTime until = now + std::min(*usage.regain_after, kLongestBlock);
    bucket.blocked_until = std::max(until, bucket.blocked_until.value_or(until));
  }
}

void BudgetBook::DropUnused(SteadyTime now) {
  std::erase_if(buckets_, [&](const auto& entry) {
    const Bucket& bucket = entry.second;
    return now - bucket.claimed >= kMemory && bucket.WhenItHolds(bucket.shape.capacity, now) <= now;
  });
}

std::vector<BudgetView> BudgetBook::Show(SteadyTime now) const {
  std::vector<BudgetView> views;
  for (const auto& [name, bucket] : buckets_) {
    if (views.empty() || views.back().kind != name.kind || views.back().provider != name.provider) {
      views.emplace_back().kind = name.kind;
      views.back().provider = name.provider;
    }
    BudgetView& view = views.back();
    const bool is_empty = bucket.WhenItHolds(1.0, now) > now;
    const double remaining = bucket.blocked_until > now ? 0.0 : std::max(bucket.TokensAt(now), 0.0);
    ++view.count;
    view.capacity += bucket.shape.capacity;
    view.remaining += remaining;
    view.least_remaining = std::min(view.least_remaining, remaining / bucket.shape.capacity);
    if (is_empty) ++view.empty;
  }
  return views;
}

}  // namespace wa
