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

}  // namespace wa::simulator
