#include "drill/cast.h"

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

Actor MakeActor(const Play& play, const Condition& condition, std::size_t number,
                const ConditionOverrides& overrides) {
  const std::string n = std::to_string(1000 + number);
  Actor actor;
  actor.play = &play;
  actor.condition = &condition;
  actor.grace = GraceFor(condition, play.kind, Plan::kRegular, overrides);
  actor.name = "drill-" + play.condition;
  actor.key = "simulated-key-" + actor.name;
  actor.phone_number = "4930100" + n;
  actor.phone_number_id = "10000000000" + n;
  actor.waba_id = "20000000000" + n;
  actor.channel_id = "Drill" + n + "CH";
  return actor;
}

}  // namespace

bool Actor::IsMeantBy(const std::string& account) const {
  return account == name || account == "provider/" + name;
}

std::vector<Actor> MakeCast(const std::vector<const Play*>& plays, const Catalogue& catalogue,
                            const ConditionOverrides& overrides) {
  std::vector<Actor> cast;
  for (const Play* play : plays) {
    cast.push_back(MakeActor(*play, *catalogue.Find(play->condition), cast.size(), overrides));
  }
  return cast;
}

std::string FilledIn(std::string text, const Actor& actor, std::size_t event, SystemTime now) {
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  const std::array<std::pair<std::string_view, std::string>, 6> values{{
      {"{waba}", actor.waba_id},
      {"{phone}", actor.phone_number},
      {"{phone_number_id}", actor.phone_number_id},
      {"{channel}", actor.channel_id},
      {"{event}", actor.name + "-" + std::to_string(event)},
      {"{now}", std::to_string(seconds)},
  }};
  for (const auto& [placeholder, value] : values) ReplaceAll(text, placeholder, value);
  return text;
}

}  // namespace wa::drill
