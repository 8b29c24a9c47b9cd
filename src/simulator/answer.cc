#include "simulator/answer.h"

namespace wa::simulator {

bool Answer::HasStatus() const {
  switch (fault) {
    case Fault::kReset:
    case Fault::kClose:
    case Fault::kGarbage:
    case Fault::kStall:
      return false;
    default:
      return true;
  }
}

bool Answer::IsFor(Topic topic) const {
  if (about) return *about == topic;
  const bool is_content = !good && HasStatus() && status < 300;
  const bool is_main =
      topic == Topic::kHealth || topic == Topic::kChannels || topic == Topic::kPage;
  return is_main || !is_content;
}

}  // namespace wa::simulator
