#include "simulator/story_time.h"

namespace wa::simulator {

Duration StoryTime::Now() const {
  const double elapsed = static_cast<double>((clock_->Steady() - start_).count());
  return Duration(static_cast<Duration::rep>(elapsed * speed_));
}

}  // namespace wa::simulator
