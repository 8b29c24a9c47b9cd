#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "base/common.h"
#include "model/facts.h"
#include "model/observation.h"

namespace wa {

// An answer as the provider's reader and the catalogue understand it.
struct UnderstoodAnswer {
  Facts facts;
  std::vector<Finding> findings;

  friend bool operator==(const UnderstoodAnswer&, const UnderstoodAnswer&) = default;
};

// What was read in each account's last answer about health, if it was good: most accounts are well
// for months and say so in the same words each time, which need not be read again. Needs 24 bytes
// for each account, and what was read once for all of which the same was read. Owned by the loop.
class KnownAnswers {
 public:
  // What was read in the account's last answer, if that had this print (PrintOf) and was kept; else
  // null. Good until the next call of Add or Forget.
  const UnderstoodAnswer* Find(std::size_t slot, std::size_t print) const;

  // What the answer says that Find() did not know. Kept, but for its request id, once it has come
  // twice in a row, and if nothing is wrong: what is different each time would cost more than it
  // saves.
  void Add(std::size_t slot, std::size_t print, const UnderstoodAnswer& reading);

  // The account is another: its answers may be understood differently from now on.
  void Forget(std::size_t slot);

 private:
  struct Known {
    std::size_t print = 0;
    Common<UnderstoodAnswer> reading;  // as it is made: came once
  };
  std::vector<Known> known_;  // by slot
  Sharer<UnderstoodAnswer> common_;
};

}  // namespace wa
