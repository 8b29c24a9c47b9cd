#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "base/wall_offset.h"
#include "condition/catalogue.h"
#include "config/config.h"
#include "model/event.h"
#include "model/observation.h"
#include "monitor/account_watch.h"
#include "monitor/event_memory.h"
#include "monitor/event_router.h"
#include "monitor/message_ledger.h"
#include "monitor/tally.h"
#include "monitor/unknown_answers.h"

namespace wa {

// What an event means for one account.
struct Heard {
  std::size_t account = 0;  // its slot
  bool is_webhook = false;  // else an answer that somebody else received
  MessageNews news;
  Report report;  // without findings and ends if the event says nothing of incidents
};

// What becomes of an event: drops repetitions, finds the accounts it means, judges and counts it.
// What it says of incidents is returned, for whoever holds the accounts. Owned by the loop.
class EventDesk {
 public:
  // REQUIRES: what is passed by reference outlives it.
  EventDesk(const Catalogue& catalogue, Tally& tally, UnknownAnswers& unknown);

  // Another configuration; `slots` are those of its accounts, in their order.
  // `router`: of this configuration.
  void Adopt(std::shared_ptr<const Config> config, std::unique_ptr<const EventRouter> router,
             std::vector<std::size_t> slots);

  void Restore(const std::vector<EventDigest>& digests) { memory_.Restore(digests); }

  // False if it was handled before: then it changes nothing.
  bool IsNew(const Told& told) { return !told.digest || memory_.Add(*told.digest); }

  // REQUIRES: IsNew(told). Counts a message's outcome as told; `now` is when it came.
  std::vector<Heard> Handle(const Told& told, SteadyTime now, const WallOffset& wall);

 private:
  void Count(const Told& told, std::string_view provider, const std::vector<Finding>& findings,
             SystemTime now);

  const Catalogue& catalogue_;
  Tally& tally_;
  UnknownAnswers& unknown_;
  std::shared_ptr<const Config> config_;
  std::vector<std::size_t> slots_;
  std::unique_ptr<const EventRouter> router_;
  EventMemory memory_;
  MessageLedger ledger_;
};

}  // namespace wa
