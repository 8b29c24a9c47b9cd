#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/fleet.h"
#include "model/incident.h"
#include "model/order.h"
#include "model/support_case.h"

namespace wa {

// The cases that somebody opened at support, and what becomes of the incidents that they are about.
// Owned by the loop.
class CaseDesk {
 public:
  using Cases = std::shared_ptr<const std::vector<SupportCase>>;

  // What an earlier run stored.
  void Restore(std::vector<SupportCase> cases);

  // A case of the account of `status`, whose answer is promised `within`. One that is there already
  // is opened again if it was closed, and else left as it is. `now` bounds all moments: nothing
  // happens in the future.
  OrderOutcome Open(const OpenCase& order, const AccountStatus& status,
                    std::optional<Duration> within, SystemTime now);
  OrderOutcome Answer(const AnswerCase& order, SystemTime now);
  OrderOutcome Close(const CloseCase& order, SystemTime now);

  // What changed of incidents, so that cases about them follow.
  void Follow(const std::vector<IncidentRecord>& changes);

  // What must be stored since the last time.
  std::vector<SupportCase> TakeChanges();

  // Those that are open, or were closed at most 31 days ago; the newest first, never null. The same
  // object while nothing changes.
  Cases Show(SystemTime now);

 private:
  void Follow(const IncidentRecord& record, SupportCase* support_case);
  void Changed(const std::string& id);

  std::map<std::string, SupportCase> cases_;          // by id
  std::map<std::string, IncidentRecord> last_ended_;  // by account, since the start
  std::set<std::string> changed_;                     // ids, not stored yet
  Cases shown_;                                       // null: to be made anew
  SystemTime good_until_;                             // of `shown_`: then a closed one goes
};

}  // namespace wa
