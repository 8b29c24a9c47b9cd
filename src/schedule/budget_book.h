#pragma once

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/secret.h"
#include "model/account.h"
#include "model/budget.h"
#include "model/facts.h"

namespace wa {

// Whose requests a bucket counts.
struct BudgetName {
  BudgetKind kind = BudgetKind::kProvider;
  std::string provider;
  // Fingerprint of the credential, id of the business account, name of the partner.
  std::string of;

  friend auto operator<=>(const BudgetName&, const BudgetName&) = default;
};

// Tells credentials apart and cannot be turned back into one. Not the same in every build.
std::string Fingerprint(const Secret& credential);

// At most so many requests per time. 0 requests: whoever claims does not know the limit, and obeys
// the one that others named; none while nobody did.
struct BudgetLimit {
  double requests = 1.0;
  Duration per = std::chrono::seconds(1);

  friend bool operator==(const BudgetLimit&, const BudgetLimit&) = default;
};

// A bucket that a request takes from, and the limit that holds for it now.
struct BudgetClaim {
  BudgetName name;
  BudgetLimit limit;
};

// What a request to a provider claims: the provider's budget, that of the credential and, if it is
// about a business account, of that one; the latter two where the settings limit them.
std::vector<BudgetClaim> ClaimsOf(const ProviderSettings& provider, const Secret& credential,
                                  const std::string& waba_id);

// What a request is for. A secondary question (webhook, templates, listings) leaves half of each
// bucket to health.
enum class Urgency { kHealth, kSecondary };

// Token buckets by name. A request takes one token of each bucket that it claims, or of none: a
// tree in effect, since what lies below a provider also claims the provider's. A bucket is there
// from its first claim on, full, and follows when its limit changes.
//
// - Limits per second (or less) hold one second's worth, as Budget does.
// - Limits over a longer time are never exceeded in any window of that length: what may come at
//   once (a quarter of the limit, at least 4 if the limit is 8 or more) and what flows in during
//   the window are together no more than the limit. So three quarters can be spent steadily.
class BudgetBook {
 public:
  // Nothing was taken if it returns false.
  bool Take(const std::vector<BudgetClaim>& claims, Urgency urgency, SteadyTime now);
  // `now` if Take() would succeed.
  SteadyTime WhenAvailable(const std::vector<BudgetClaim>& claims, Urgency urgency, SteadyTime now);

  // Requests that went out without having been asked for before: from each bucket, which then holds
  // less than nothing if need be.
  void Spend(const std::vector<BudgetClaim>& claims, int requests, SteadyTime now);

  // What the server says of a limit that these buckets stand for: from three quarters on they fill
  // at a quarter of their rate, until it says less or an hour has passed (the window of Meta's
  // limits); before `regain_after` nothing is taken. A bucket that nobody claimed has no limit.
  void Told(const std::vector<BudgetName>& names, const LimitUsage& usage, SteadyTime now);

  // Forgets what is full and was not claimed for an hour: credentials rotate.
  void DropUnused(SteadyTime now);

  // By kind and provider.
  std::vector<BudgetView> Show(SteadyTime now) const;
  std::size_t size() const { return buckets_.size(); }

  // How many requests per second the bucket of a limit lets out in the long run.
  static double SteadyRate(const BudgetLimit& limit) { return ShapeOf(limit).per_second; }

 private:
  // How a limit becomes a bucket.
  struct Shape {
    double capacity = 1.0;
    double per_second = 1.0;
  };
  struct Bucket {
    BudgetLimit limit;
    Shape shape;
    double tokens = 0.0;
    SteadyTime filled;                        // when `tokens` was right
    SteadyTime claimed;                       // last
    std::optional<SteadyTime> slow_until;     // the server says that its limit is nearly used up
    std::optional<SteadyTime> blocked_until;  // and that it is

    double TokensAt(SteadyTime now) const;
    void FillUpTo(SteadyTime now);
    SteadyTime WhenItHolds(double wanted, SteadyTime now) const;
  };
  static Shape ShapeOf(const BudgetLimit& limit);
  static double Needed(const Bucket& bucket, Urgency urgency);
  Bucket* Open(const BudgetClaim& claim, SteadyTime now);  // null: no limit is known

  std::map<BudgetName, Bucket> buckets_;
};

}  // namespace wa
