#include "drill/acts.h"

#include <algorithm>
#include <utility>

namespace wa::drill {
namespace {

// A hundred accounts that are polled every second would keep a small machine busy.
constexpr Duration kFloorOfMany = std::chrono::seconds(2);

std::vector<std::vector<const Play*>> Divided(const std::vector<const Play*>& plays) {
  std::vector<std::vector<const Play*>> acts(1);
  for (const Play* play : plays) {
    if (play->apart) {
      acts.push_back({play});
    } else {
      acts.front().push_back(play);
    }
  }
  std::erase_if(acts, [](const auto& act) { return act.empty(); });
  return acts;
}

}  // namespace

std::vector<Act> MakeActs(const Setup& setup, const std::vector<const Play*>& plays,
                          const Catalogue& catalogue, const ConditionOverrides& overrides,
                          const std::optional<Duration>& played) {
  std::vector<Act> acts;
  for (const auto& together : Divided(plays)) {
    Act act{setup, std::nullopt};
    Tempo& tempo = act.setup.tempo;
    for (const Play* play : together) {
      tempo.speed = std::min(tempo.speed, play->fastest.value_or(tempo.speed));
    }
    if (together.size() > 1) tempo.floor = kFloorOfMany;
    act.setup.cast = MakeCast(together, catalogue, overrides);
    if (played) act.played = tempo.Scaled(*played);
    acts.push_back(std::move(act));
  }
  return acts;
}

}  // namespace wa::drill
