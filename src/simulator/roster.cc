#include "simulator/roster.h"

#include <utility>

#include "simulator/digest.h"

namespace wa::simulator {
namespace {

std::optional<std::size_t> Find(const std::unordered_map<std::string, std::size_t>& map,
                                const std::string& key) {
  const auto found = map.find(key);
  if (found == map.end()) return std::nullopt;
  return found->second;
}

}  // namespace

Roster::Roster(Scenario scenario)
    : accounts_(std::move(scenario.accounts)), overriding_(accounts_.size()) {
  for (std::size_t i = 0; i < accounts_.size(); ++i) {
    by_digest_[Sha256Hex(accounts_[i].key.Reveal())] = i;
    by_name_[accounts_[i].name] = i;
  }
}

std::vector<std::string> Roster::Names() const {
  std::vector<std::string> names;
  for (const AccountScript& account : accounts_) names.push_back(account.name);
  return names;
}

std::optional<std::size_t> Roster::FindByKeyDigest(const std::string& digest) const {
  return Find(by_digest_, digest);
}

std::optional<std::size_t> Roster::FindByName(const std::string& name) const {
  return Find(by_name_, name);
}

Roster::Current Roster::At(std::size_t index, Duration time) const {
  const auto& over = overriding_[index];
  if (over && (!over->until || time < *over->until)) return {over->answer, true};
  return {AnswerAt(accounts_[index].script, time), false};
}

void Roster::Override(std::size_t index, AnswerPtr answer, std::optional<Duration> until) {
  overriding_[index] = Overriding{std::move(answer), until};
}

void Roster::Release(std::size_t index) { overriding_[index].reset(); }

std::string Roster::Scrub(std::string text) const {
  for (const AccountScript& account : accounts_) text = account.key.Scrub(std::move(text));
  return text;
}

}  // namespace wa::simulator
