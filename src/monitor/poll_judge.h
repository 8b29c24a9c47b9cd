#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "base/wall_offset.h"
#include "condition/catalogue.h"
#include "model/probe.h"
#include "monitor/answer_log.h"
#include "monitor/evidence_book.h"
#include "monitor/fleet_watch.h"
#include "monitor/known_answers.h"
#include "monitor/poll.h"
#include "monitor/second_opinion.h"
#include "monitor/tally.h"
#include "monitor/unknown_answers.h"

namespace wa {

// What the answers to polls say of the accounts, and who is told. Owned by the loop.
//
// The path of an answer:  Provider (facts) -> ClassifyPoll (findings) -> FleetWatch, and beside it
// what is counted, kept as evidence and recorded.
class PollJudge {
 public:
  // REQUIRES: what is passed by reference outlives it. `key_refused` may be empty.
  PollJudge(const Catalogue& catalogue, const WallOffset& wall, FleetWatch& fleet, Tally& tally,
            UnknownAnswers& unknown, AnswerLog& answers, EvidenceBook& evidence,
            std::function<void(const std::string& account)> key_refused);

  // What the pages say of each account of the poll. That one is as well as before, in the same
  // words, is not read again. REQUIRES: at least one page.
  std::vector<UnderstoodAnswer> Read(const Poll& poll);

  // Tells what the answer says of the account at `place` of the poll, unless the account is another
  // by now, and returns it for who waits for it. REQUIRES: `reading` is Read()'s at this place.
  ProbeAnswer Tell(const Poll& poll, std::size_t place, const UnderstoodAnswer& reading,
                   SteadyTime ended);

  // The same of a poll that got no answer.
  void TellSilence(const SettledSilence& settled);

  // The account is another, or gone.
  void Forget(std::size_t slot) { known_.Forget(slot); }

 private:
  void Observe(std::size_t slot, const Account& asked, const Facts& facts,
               const Observation& observation, KeptAnswer kept);
  void Keep(std::size_t slot, PollId poll, Operation asked, SteadyTime ended, KeptAnswer answer);
  bool IsAsStillConfigured(std::size_t slot, const Account& asked) const;

  const Catalogue& catalogue_;
  const WallOffset& wall_;
  FleetWatch& fleet_;
  Tally& tally_;
  UnknownAnswers& unknown_;
  AnswerLog& answers_;
  EvidenceBook& evidence_;
  const std::function<void(const std::string& account)> key_refused_;
  KnownAnswers known_;
};

}  // namespace wa
