#pragma once

#include <array>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "base/gzip.h"
#include "base/result.h"
#include "metrics/family.h"
#include "metrics/fleet_view.h"
#include "model/text_format.h"

namespace wa {

// The rows of the fleet (FleetFamilies) as text, plain or compressed.
struct FleetText {
  std::string text;                              // empty if it was compressed
  std::shared_ptr<const DeflatedPart> deflated;  // null if it was not
  SeriesCounts series{};
  Duration took{0};  // to write it
};

// Writes the fleet's part of /metrics: compressed once for each snapshot, and shared by all who
// scrape that. Plain text is written for each who asks for it, which costs less than to keep it.
// Thread-safe: who asks for what is being compressed waits for it.
class FleetWriter {
 public:
  using Clock = std::function<SystemTime()>;

  // What is shared is at most so old. A snapshot is replaced every second; if the loop is stuck,
  // accounts become stale in the old one.
  static constexpr Duration kShared = std::chrono::seconds(5);

  // As at clock(). Without a snapshot only the heads of the families.
  Result<FleetText> Write(const std::shared_ptr<const FleetSnapshot>& snapshot, const Clock& clock,
                          TextFormat format, bool gzip);

 private:
  struct Shared {
    std::mutex mutex;
    std::weak_ptr<const FleetSnapshot> of;
    SystemTime at;
    FleetText text;
  };
  std::array<Shared, 2> shared_;  // by TextFormat
};

}  // namespace wa
