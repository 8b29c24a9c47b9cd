#include "load/key_ring.h"

#include <utility>

#include "load/problem.h"

namespace wa {

KeyRing KeyRing::Anew(SystemTime now) const {
  KeyRing ring(now);
  ring.before_ = held_;
  return ring;
}

const HeldSecret& KeyRing::Get(const SecretPlace& place) {
  const auto found = held_.find(place);
  if (found != held_.end()) return found->second;
  const auto before = before_.find(place);
  return held_
      .emplace(std::make_shared<const SecretPlace>(place),
               Read(place, before == before_.end() ? nullptr : &before->second))
      .first->second;
}

std::shared_ptr<const SecretPlace> KeyRing::Keep(const SecretPlace& place) const {
  const auto found = held_.find(place);
  return found == held_.end() ? std::make_shared<const SecretPlace>(place) : found->first;
}

bool KeyRing::KeepBefore(const SecretPlace& place) {
  const auto before = before_.find(place);
  if (before == before_.end() || !before->second.value) return false;
  HeldSecret& held = held_.find(place)->second;
  held.value = before->second.value;
  held.since = before->second.since;
  return true;
}

HeldSecret KeyRing::Read(const SecretPlace& place, const HeldSecret* before) const {
  FoundSecret found = ReadPlace(place);
  HeldSecret held{std::move(found.value), std::nullopt, found.stamp};
  if (!held.value) return held;
  const bool same = before != nullptr && before->value && *before->value == *held.value;
  held.since = same ? before->since : held.stamp ? held.stamp->modified : now_;
  return held;
}

KeyRing::Refreshed KeyRing::Refresh(const SecretPlace& place, SystemTime now) {
  now_ = now;
  const auto found = held_.find(place);
  if (found == held_.end()) return {};
  HeldSecret& old = found->second;
  HeldSecret read = Read(place, &old);
  old.stamp = read.stamp;
  if (!read.value && old.value) {
    return {{},
            {"the old " + place.What() + " stays: " + Quoted(place.Path()) + ": " +
             read.value.error().message}};
  }
  Refreshed refreshed;
  if (read.value && !(old.value && *old.value == *read.value)) {
    refreshed.changed.insert(found->first);
  }
  if (!read.value && read.stamp) refreshed.notes.push_back(read.value.error().message);
  old = std::move(read);
  return refreshed;
}

KeyRing::Refreshed KeyRing::RefreshFiles(SystemTime now) {
  Refreshed all;
  for (const auto& [place, held] : held_) {
    const auto path = FileOf(*place);
    if (!path || StampOf(*path) == held.stamp) continue;
    Refreshed one = Refresh(*place, now);
    all.changed.merge(one.changed);
    all.notes.insert(all.notes.end(), one.notes.begin(), one.notes.end());
  }
  KeepFew(&all.notes, "secrets");
  return all;
}

}  // namespace wa
