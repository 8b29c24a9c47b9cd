#include "monitor/event_memory.h"

namespace wa {

void EventMemory::Restore(const std::vector<EventDigest>& digests) {
  for (const EventDigest& digest : digests) Add(digest);
}

bool EventMemory::Add(const EventDigest& digest) {
  if (!known_.insert(digest).second) return false;
  in_order_.push_back(digest);
  if (in_order_.size() > kRememberedEvents) {
    known_.erase(in_order_.front());
    in_order_.pop_front();
  }
  return true;
}

}  // namespace wa
