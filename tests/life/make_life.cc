#include <algorithm>
#include <utility>

#include "life/dice.h"
#include "life/life.h"

namespace wa::life {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Duration kDay = hours(24);

// Questions about health in a day, of all accounts together: what a life costs.
constexpr std::int64_t kFewestPolls = 40;
constexpr std::int64_t kMostPolls = 180;

class Maker {
 public:
  Maker(std::uint64_t seed, const Wish& wish) : dice_(seed), trouble_(wish.trouble) {
    life_.seed = seed;
    life_.length = wish.length;
    MakeMembers(wish);
    MakePolling(wish.questions);
    MakeTrouble();
  }

  Life Take() {
    std::stable_sort(life_.happenings.begin(), life_.happenings.end(),
                     [](const Happening& a, const Happening& b) { return a.at < b.at; });
    return std::move(life_);
  }

 private:
  void MakeMembers(const Wish& wish) {
    const std::size_t count = wish.accounts.value_or(
        static_cast<std::size_t>(std::min(dice_.Between(1, 6), dice_.Between(1, 6))));
    // Now and then another provider, which is well while the first is not.
    const bool has_another = count > 1 && dice_.Happens(0.3);
    for (std::size_t i = 0; i < count; ++i) {
      Member member;
      member.name = "shop-" + std::to_string(i + 1);
      member.provider = has_another && i + 1 == count ? "other" : "d360";
      member.plan = dice_.Pick<Plan>(
          {Plan::kRegular, Plan::kRegular, Plan::kBasic, Plan::kUnknown, Plan::kPremium});
      life_.members.push_back(std::move(member));
    }
  }

  void MakePolling(double more) {
    PollingConfig& polling = life_.polling;
    const auto members = static_cast<std::int64_t>(life_.members.size());
    const auto polls = static_cast<std::int64_t>(
        more * static_cast<double>(dice_.Between(kFewestPolls, kMostPolls)));
    polling.interval = std::max<Duration>(seconds(kDay / seconds(1) * members / polls), minutes(1));
    polling.trouble_interval =
        std::clamp<Duration>(polling.interval / dice_.Between(2, 8), seconds(15), minutes(2));
    polling.trouble_interval -= polling.trouble_interval % seconds(1);
    if (dice_.Happens(0.3)) polling.trouble_interval = seconds(15);  // as it usually is
    polling.rare_interval = std::max(polling.rare_interval, polling.interval);
    polling.webhook_interval = dice_.Happens(0.3) ? Duration(hours(6)) : Duration(0);
    polling.templates_interval = Duration(0);
    life_.requests_per_second = dice_.Pick<double>({0.0, 0.0, 1.0, 0.5});
    if (dice_.Happens(0.5)) {
      const double polls_per_hour = 3600.0 / Seconds(polling.trouble_interval);
      life_.credential_requests_per_hour =
          std::max(10.0, polls_per_hour * dice_.Pick<double>({0.7, 1.5, 3.0}));
    }
    life_.slowest_disk = std::chrono::milliseconds(dice_.Pick<int>({0, 50, 900}));
  }

  // Trouble comes alone, or with other trouble.
  void MakeTrouble() {
    for (const Duration at : Times(6.0)) Restart(at);
    for (const Duration at : Times(0.5)) AddTo(Kind::kKeyChange, at, minutes(1), hours(5));
    for (const Duration at : Times(1.0)) {
      Add(dice_.Happens(0.5) ? Kind::kOutage : Kind::kSilence, at, minutes(1), minutes(50)).whom =
          dice_.Pick(life_.members).provider;
    }
    for (const Duration at : Times(1.0)) {
      const Duration longest = dice_.Happens(0.5) ? minutes(3) : minutes(40);
      Add(Kind::kOffline, at, seconds(20), longest);
    }
    for (const Duration at : Times(3.0)) Crash(at);
    for (const Duration at : Times(1.0)) Add(Kind::kNoScrapes, at, seconds(30), minutes(20));
    for (const Duration at : Times(1.0)) {
      const std::int64_t by = dice_.Between(5, dice_.Happens(0.5) ? 900 : 100'000);
      Add(Kind::kClockSet, at, seconds(0), seconds(0)).number = dice_.Happens(0.5) ? by : -by;
    }
    for (const Duration at : Times(1.0)) Add(Kind::kReload, at, seconds(0), seconds(0));
    for (const Duration at : Times(0.3)) {
      AddTo(Kind::kPlanChange, at, seconds(0), seconds(0)).number =
          static_cast<std::int64_t>(dice_.Pick<Plan>({Plan::kRegular, Plan::kPremium}));
    }
    for (const Duration at : Times(0.3)) AddTo(Kind::kAway, at, minutes(1), hours(2));
  }

  // So many in ten days, on the average. Half of them near one that is there already.
  std::vector<Duration> Times(double in_ten_days) {
    std::vector<Duration> times;
    const double expected = trouble_ * in_ten_days * Seconds(life_.length) / Seconds(10 * kDay);
    for (std::int64_t i = dice_.Between(0, static_cast<std::int64_t>(2 * expected + 0.5)); i > 0;
         --i) {
      Duration at = dice_.Between(minutes(20), life_.length - hours(1));
      if (!life_.happenings.empty() && dice_.Happens(0.5)) {
        const Happening& other = dice_.Pick(life_.happenings);
        at = other.at + dice_.Between(-minutes(15), other.lasts + minutes(10));
      }
      times.push_back(std::clamp<Duration>(at, minutes(20), life_.length - hours(1)));
    }
    return times;
  }

  Happening& Add(Kind kind, Duration at, Duration shortest, Duration longest) {
    return life_.happenings.emplace_back(
        Happening{.kind = kind, .at = at, .lasts = dice_.Between(shortest, longest), .whom = {}});
  }
  Happening& AddTo(Kind kind, Duration at, Duration shortest, Duration longest) {
    const std::string whom = dice_.Pick(life_.members).name;
    Happening& one = Add(kind, at, shortest, longest);
    one.whom = whom;
    return one;
  }

  // Most within what is allowed, and many of these only just.
  void Restart(Duration at) {
    switch (dice_.Between(0, 3)) {
      case 0:
        AddTo(Kind::kRestart, at, minutes(9), minutes(10));
        break;
      case 1:
        AddTo(Kind::kRestart, at, minutes(10), minutes(60));
        break;
      default:
        AddTo(Kind::kRestart, at, seconds(20), minutes(10));
    }
  }

  void Crash(Duration at) {
    const Duration longest = dice_.Happens(0.7) ? Duration(minutes(1)) : Duration(minutes(50));
    Add(Kind::kCrash, at, seconds(0), longest).number = dice_.Between(0, 60);
  }

  Dice dice_;
  const double trouble_;
  Life life_;
};

}  // namespace

Life MakeLife(std::uint64_t seed, const Wish& wish) { return Maker(seed, wish).Take(); }

}  // namespace wa::life
