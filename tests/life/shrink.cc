#include "life/shrink.h"

#include <algorithm>
#include <utility>

namespace wa::life {
namespace {

using std::chrono::minutes;

class Shrinker {
 public:
  Shrinker(const Life& life, const Violation& violation,
           const std::function<std::optional<Violation>(const Life&)>& play)
      : rule_(violation.rule), play_(play), best_{life, violation} {}

  Shrunk Shrink() {
    bool better = true;
    while (better) {
      better = EndWithIt();
      better = DropMembers() || better;
      better = DropHappenings() || better;
      better = Shorten() || better;
    }
    return std::move(best_);
  }

 private:
  // The same rule must break.
  bool Try(Life life) {
    if (life.members.empty()) return false;
    const auto violation = play_(life);
    if (!violation || violation->rule != rule_) return false;
    best_ = {std::move(life), *violation};
    return true;
  }

  bool EndWithIt() {
    Life life = best_.life;
    const Duration needed = SinceBeginning(best_.violation.at) + minutes(5);
    std::erase_if(life.happenings, [&](const Happening& one) { return one.at > needed; });
    const bool shorter = life.happenings.size() < best_.life.happenings.size();
    return shorter && Try(std::move(life));
  }

  bool DropMembers() {
    bool better = false;
    for (std::size_t i = best_.life.members.size(); i-- > 0;) {
      Life life = best_.life;
      const std::string name = life.members[i].name;
      life.members.erase(life.members.begin() + static_cast<std::ptrdiff_t>(i));
      std::erase_if(life.happenings, [&](const Happening& one) { return one.whom == name; });
      better = Try(std::move(life)) || better;
    }
    return better;
  }

  // Many at once first, then one by one.
  bool DropHappenings() {
    bool better = false;
    for (std::size_t many = best_.life.happenings.size(); many > 0; many /= 2) {
      for (std::size_t from = 0; from < best_.life.happenings.size();) {
        Life life = best_.life;
        const auto begin = life.happenings.begin() + static_cast<std::ptrdiff_t>(from);
        const std::size_t some = std::min(many, life.happenings.size() - from);
        life.happenings.erase(begin, begin + static_cast<std::ptrdiff_t>(some));
        if (Try(std::move(life))) {
          better = true;
        } else {
          from += many;
        }
      }
    }
    return better;
  }

  bool Shorten() {
    bool better = false;
    for (std::size_t i = 0; i < best_.life.happenings.size(); ++i) {
      for (const Duration shorter : {minutes(1), minutes(5), minutes(15)}) {
        if (best_.life.happenings[i].lasts <= shorter) break;
        Life life = best_.life;
        life.happenings[i].lasts = shorter;
        if (Try(std::move(life))) {
          better = true;
          break;
        }
      }
    }
    return better;
  }

  const Rule rule_;
  const std::function<std::optional<Violation>(const Life&)>& play_;
  Shrunk best_;
};

}  // namespace

Shrunk Shrink(const Life& life, const Violation& violation,
              const std::function<std::optional<Violation>(const Life&)>& play) {
  return Shrinker(life, violation, play).Shrink();
}

}  // namespace wa::life
