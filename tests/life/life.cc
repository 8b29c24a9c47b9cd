#include "life/life.h"

#include <algorithm>
#include <memory>
#include <set>

#include "support/fake_clock.h"

namespace wa::life {
namespace {

SteadyTime Beginning() {
  static const SteadyTime kBeginning = test::FakeClock().Steady();
  return kBeginning;
}

bool IsAway(const Life& life, const std::string& account, SteadyTime then) {
  return std::any_of(life.happenings.begin(), life.happenings.end(), [&](const Happening& one) {
    const SteadyTime from = Moment(one.at);
    return one.kind == Kind::kAway && one.whom == account && from <= then &&
           then < from + one.lasts;
  });
}

// How many changes of its key have begun, or have ended, by then.
int KeyChanges(const Life& life, const std::string& account, SteadyTime then, bool ended) {
  return static_cast<int>(
      std::count_if(life.happenings.begin(), life.happenings.end(), [&](const Happening& one) {
        return one.kind == Kind::kKeyChange && one.whom == account &&
               Moment(one.at + (ended ? one.lasts : Duration(0))) <= then;
      }));
}

}  // namespace

SteadyTime Moment(Duration since_beginning) { return Beginning() + since_beginning; }
Duration SinceBeginning(SteadyTime moment) { return moment - Beginning(); }

PlanThen PlanOf(const Life& life, const Member& member, SteadyTime then) {
  PlanThen plan{member.plan, Beginning()};
  for (const Happening& one : life.happenings) {
    if (one.kind != Kind::kPlanChange || one.whom != member.name || Moment(one.at) > then) continue;
    plan = {static_cast<Plan>(one.number), Moment(one.at)};
  }
  return plan;
}

int GoodKey(const Life& life, const std::string& account, SteadyTime then) {
  return KeyChanges(life, account, then, false);
}

int ConfiguredKey(const Life& life, const std::string& account, SteadyTime then) {
  return KeyChanges(life, account, then, true);
}

std::string KeyText(const std::string& account, int key) {
  return "key-" + std::to_string(key) + "-of-" + account;
}

std::string AddressOf(const std::string& provider) { return "https://" + provider + ".test"; }

Config ConfigOf(const Life& life, SteadyTime then) {
  Config config;
  config.polling = life.polling;
  config.polling.canary_urls = {kCanary};
  config.storage.answers_retention = Duration(0);
  std::set<std::string> providers;
  for (const Member& member : life.members) {
    providers.insert(member.provider);
    if (IsAway(life, member.name, then)) continue;
    auto account = std::make_shared<Account>();
    account->name = member.name;
    account->provider = member.provider;
    account->plan = PlanOf(life, member, then).plan;
    account->api_key = Secret(KeyText(member.name, ConfiguredKey(life, member.name, then)));
    config.accounts.push_back(std::move(account));
  }
  for (const std::string& name : providers) {
    ProviderSettings provider;
    provider.name = name;
    provider.base_url = AddressOf(name);
    provider.requests_per_second = life.requests_per_second;
    provider.credential_requests_per_hour = life.credential_requests_per_hour;
    config.providers.push_back(std::move(provider));
  }
  std::sort(config.accounts.begin(), config.accounts.end(),
            [](const auto& a, const auto& b) { return a->name < b->name; });
  return config;
}

}  // namespace wa::life
