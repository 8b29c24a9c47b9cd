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
  for (auto at = things_.lower_bound({key, ""}); at != things_.end(); ++at) {
    if (at->first.first != key) break;
    const bool meant = subject.empty() || at->first.second.empty() || at->first.second == subject;
    if (meant && at->second.ill > happened) return true;
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
  const auto found = things_.find({key, subject});
  if (found != things_.end()) return found->second;
  if (things_.size() == kMost) {
    things_.erase(
        std::min_element(things_.begin(), things_.end(), [](const auto& a, const auto& b) {
          return std::max(a.second.ill, a.second.over) < std::max(b.second.ill, b.second.over);
        }));
  }
  return things_[{key, subject}];
}

const EventOrder::Newest* EventOrder::Find(const std::string& key,
                                           const std::string& subject) const {
  const auto found = things_.find({key, subject});
  return found == things_.end() ? nullptr : &found->second;
}

}  // namespace wa
