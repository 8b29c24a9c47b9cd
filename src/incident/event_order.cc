#include "incident/event_order.h"

#include <algorithm>

namespace wa {

bool EventOrder::IsOver(const std::string& key, const std::string& subject,
                        Happened happened) const {
  if (!happened) return false;
  const auto over_since = [&](const Newest* newest) {
    return newest != nullptr && newest->over > happened;  // an unset one is before all others
  };
  return over_since(Find(key, subject)) || over_since(Find(key, ""));
}

bool EventOrder::IsIllSince(const std::string& key, const std::string& subject,
                            Happened happened) const {
  if (!happened) return false;
  for (const Newest& newest : things_) {
    if (newest.key != key) continue;
    const bool meant = subject.empty() || newest.subject.empty() || newest.subject == subject;
    if (meant && newest.ill > happened) return true;
  }
  return false;
}

void EventOrder::ToldIll(const std::string& key, const std::string& subject, Happened happened) {
  if (!happened) return;
  Newest& newest = Put(key, subject);
  newest.ill = std::max(newest.ill, happened);
}

void EventOrder::ToldOver(const std::string& key, const std::string& subject, Happened happened) {
  if (!happened) return;
  Newest& newest = Put(key, subject);
  newest.over = std::max(newest.over, happened);
}

EventOrder::Newest& EventOrder::Put(const std::string& key, const std::string& subject) {
  if (const Newest* found = Find(key, subject)) return things_[found - things_.data()];
  if (things_.size() == kMost) {
    things_.erase(
        std::min_element(things_.begin(), things_.end(), [](const Newest& a, const Newest& b) {
          return std::max(a.ill, a.over) < std::max(b.ill, b.over);
        }));
  }
  return things_.emplace_back(Newest{key, subject, {}, {}});
}

const EventOrder::Newest* EventOrder::Find(const std::string& key,
                                           const std::string& subject) const {
  const auto found = std::find_if(things_.begin(), things_.end(), [&](const Newest& newest) {
    return newest.key == key && newest.subject == subject;
  });
  return found == things_.end() ? nullptr : &*found;
}

}  // namespace wa
