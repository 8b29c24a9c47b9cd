#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "config/config.h"
#include "model/account.h"

// A life: accounts, how they are watched, and all that happens to them. Made from a seed, made
// smaller by the shrinker, told by the story; a plain value, and played by the World.
namespace wa::life {

enum class Kind {
  kRestart,     // an account's stack answers 500 or 502
  kKeyChange,   // its key is refused; at the end of that the new one stands in the configuration
  kOutage,      // all accounts of a provider do as in a restart
  kSilence,     // a provider's host gives no answer
  kOffline,     // our own network is down: no host answers, no canary either
  kCrash,       // the exporter dies, and is started again after `lasts`
  kNoScrapes,   // Prometheus scrapes and evaluates nothing
  kClockSet,    // the wall clock is set by `number` seconds
  kReload,      // the configuration is read again, as it was
  kPlanChange,  // the account has plan `number` from now on
  kAway,        // the account is not in the configuration
};

struct Happening {
  Kind kind = Kind::kRestart;
  Duration at{0};  // since the life began
  Duration lasts{0};
  std::string whom = {};    // account or provider; empty: everybody
  std::int64_t number = 0;  // of a crash: after how many calls of the exporter to what is outside
};

struct Member {
  std::string name;
  std::string provider;
  Plan plan = Plan::kUnknown;
};

struct Life {
  std::uint64_t seed = 0;
  Duration length{0};
  PollingConfig polling;
  double requests_per_second = 0.0;           // 0: the default
  double credential_requests_per_hour = 0.0;  // 0: no limit
  Duration slowest_disk{0};                   // until what is appended is durable
  std::vector<Member> members;
  std::vector<Happening> happenings;  // in order of time
};

struct Wish {
  Duration length = std::chrono::hours(24 * 30);
  std::optional<std::size_t> accounts;
  double trouble = 1.0;    // how much more happens than usual
  double questions = 1.0;  // how much more often is asked
};

// What the seed says. Different in every respect for different seeds, always the same for one.
Life MakeLife(std::uint64_t seed, const Wish& wish);

// The moments of a life on the steady time line.
SteadyTime Moment(Duration since_beginning);
Duration SinceBeginning(SteadyTime moment);

// The plan that an account has then, and since when.
struct PlanThen {
  Plan plan = Plan::kUnknown;
  SteadyTime since;
};
PlanThen PlanOf(const Life& life, const Member& member, SteadyTime then);

// The key that the account's provider accepts then, and the one that is configured: 0, 1, 2 ...
int GoodKey(const Life& life, const std::string& account, SteadyTime then);
int ConfiguredKey(const Life& life, const std::string& account, SteadyTime then);

// The configuration as its files hold it then.
Config ConfigOf(const Life& life, SteadyTime then);
std::string KeyText(const std::string& account, int key);
inline constexpr const char* kCanary = "https://canary.test/";
std::string AddressOf(const std::string& provider);

}  // namespace wa::life
