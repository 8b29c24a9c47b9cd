#include "drill/cast.h"

#include <algorithm>
#include <array>
#include <utility>

#include "config/grace.h"

namespace wa::drill {
namespace {

void ReplaceAll(std::string& text, std::string_view from, const std::string& to) {
  for (std::size_t at = text.find(from); at != text.npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

SimulatedAccount MakeAccount(std::string name, std::size_t number) {
  const std::string n = std::to_string(1000 + number);
  SimulatedAccount account;
  account.name = std::move(name);
  account.key = "simulated-key-" + account.name;
  account.phone_number = "4930100" + n;
  account.phone_number_id = "10000000000" + n;
  account.waba_id = "20000000000" + n;
  account.channel_id = "Drill" + n + "CH";
  return account;
}

Actor MakeActor(const Play& play, const Condition& condition, std::size_t number,
                const ConditionOverrides& overrides) {
  Actor actor;
  actor.play = &play;
  actor.condition = &condition;
  actor.grace = play.instead ? play.instead->after
                             : GraceFor(condition, play.kind, Plan::kRegular, overrides);
  actor.name = "drill-" + play.condition;
  for (std::size_t i = 0; i < play.accounts; ++i) {
    const std::string name = actor.name + (i == 0 ? "" : "-" + std::to_string(i + 1));
    actor.accounts.push_back(MakeAccount(name, number + i));
  }
  return actor;
}

}  // namespace

bool Actor::IsMeantBy(const std::string& account) const {
  if (account == "provider/" + name) return true;
  if (condition->scope == Scope::kUplink && account == "exporter/uplink") return true;
  return std::any_of(accounts.begin(), accounts.end(),
                     [&](const SimulatedAccount& one) { return one.name == account; });
}

std::size_t CountAccounts(const std::vector<Actor>& cast) {
  std::size_t sum = 0;
  for (const Actor& actor : cast) sum += actor.accounts.size();
  return sum;
}

std::vector<Actor> MakeCast(const std::vector<const Play*>& plays, const Catalogue& catalogue,
                            const ConditionOverrides& overrides) {
  std::vector<Actor> cast;
  for (const Play* play : plays) {
    cast.push_back(
        MakeActor(*play, *catalogue.Find(play->condition), CountAccounts(cast), overrides));
  }
  return cast;
}

std::string FilledIn(std::string text, const SimulatedAccount& account, std::size_t event,
                     SystemTime now) {
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  const std::array<std::pair<std::string_view, std::string>, 6> values{{
      {"{waba}", account.waba_id},
      {"{phone}", account.phone_number},
      {"{phone_number_id}", account.phone_number_id},
      {"{channel}", account.channel_id},
      {"{event}", account.name + "-" + std::to_string(event)},
      {"{now}", std::to_string(seconds)},
  }};
  for (const auto& [placeholder, value] : values) ReplaceAll(text, placeholder, value);
  return text;
}

}  // namespace wa::drill
