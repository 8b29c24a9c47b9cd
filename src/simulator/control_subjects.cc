#include "simulator/control_subjects.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace wa::simulator {
namespace {

struct Collection {
  std::string_view path;
  std::string_view kind;    // of one of its members
  std::string_view prefix;  // of its actors
};
constexpr std::array<Collection, 5> kCollections{{{"accounts", "account", ""},
                                                  {"fleets", "fleet", ""},
                                                  {"partners", "partner", "partner/"},
                                                  {"status_pages", "status_page", "status-page/"},
                                                  {"discoveries", "discovery", "discovery/"}}};

const Collection* FindCollection(std::string_view path) {
  const auto* found = std::find_if(kCollections.begin(), kCollections.end(),
                                   [&](const Collection& c) { return c.path == path; });
  return found == kCollections.end() ? nullptr : found;
}

}  // namespace

bool ControlSubjects::Has(const std::string& collection) {
  return FindCollection(collection) != nullptr;
}

std::string ControlSubjects::KindOf(const std::string& collection) {
  return std::string(FindCollection(collection)->kind);
}

std::optional<ControlSubject> ControlSubjects::Find(const std::string& collection,
                                                    const std::string& name) const {
  if (collection == "accounts") {
    const auto index = roster_->FindByName(name);
    return index ? std::optional(Account(*index)) : std::nullopt;
  }
  if (collection == "fleets") {
    const bool known = !roster_->OfFleet(name).empty();
    return known ? std::optional(Fleet(name)) : std::nullopt;
  }
  const Collection& found = *FindCollection(collection);
  const auto actor = actors_->find(std::string(found.prefix) + name);
  if (actor == actors_->end()) return std::nullopt;
  Actor* who = &actor->second;
  return ControlSubject{std::string(found.kind),
                        name,
                        who->speaker(),
                        [who](Override over) { who->Set(std::move(over)); },
                        [who] { who->Release(); },
                        [this, who] { return who->At(time_->Now()).answer->name; }};
}

ControlSubject ControlSubjects::Account(std::size_t index) const {
  Roster* roster = roster_;
  return {"account",
          roster_->account(index).name,
          Speaker::kAccount,
          [=](Override over) { roster->Set(index, std::move(over)); },
          [=] { roster->Release(index); },
          [this, index] { return roster_->At(index, time_->Now()).answer->name; }};
}

ControlSubject ControlSubjects::Fleet(const std::string& name) const {
  Roster* roster = roster_;
  return {"fleet",
          name,
          Speaker::kAccount,
          [=](Override over) { roster->SetFleet(name, std::move(over)); },
          [=] { roster->ReleaseFleet(name); },
          [this, name] {
            const std::size_t first = roster_->OfFleet(name).front();
            return roster_->At(first, time_->Now()).answer->name;
          }};
}

std::vector<std::string> ControlSubjects::NamesOf(const std::string& collection) const {
  if (collection == "accounts") return roster_->Names();
  if (collection == "fleets") return roster_->FleetNames();
  const std::string prefix(FindCollection(collection)->prefix);
  std::vector<std::string> names;
  for (const auto& [subject, actor] : *actors_) {
    if (subject.rfind(prefix, 0) == 0) names.push_back(subject.substr(prefix.size()));
  }
  return names;
}

}  // namespace wa::simulator
