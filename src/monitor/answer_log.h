#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/wall_offset.h"
#include "incident/uplink.h"
#include "model/answer_record.h"
#include "model/observation.h"

namespace wa {

// What the fleet was told by answers, for `replay`: a record whenever what an account is answered
// changes, none while it stays, so that 20,000 healthy accounts cost one row each a day. Owned by
// the loop.
//
// An answer is another one if its status, its signs or whether it names a time to wait differ. If
// only words differ and today's rules make the same of them, it is written down every five minutes
// at the most: words with a time in them change with every answer.
class AnswerLog {
 public:
  // REQUIRES: `wall` outlives it.
  explicit AnswerLog(const WallOffset& wall) : wall_(wall) {}

  // 0: nothing is recorded, and what was is deleted.
  void Adopt(Duration retention);

  // An answer of the account, or of what is wider, or a silence that is evidence; `findings` are
  // what was made of it.
  void Add(const std::string& account, Operation asked, const Facts& facts,
           const std::vector<Finding>& findings, SteadyTime at);
  // A poll that told nothing about the account.
  void AddNothing(const std::string& account, const std::string& why, SteadyTime at);
  // How our own network is, and why, if it is not up.
  void AddUplink(UplinkState state, const std::string& why, SteadyTime now);

  // What must be stored since the last time. To be called at least every kLongestBreak: a longer
  // pause counts as one in which nobody looked.
  AnswerChanges TakeChanges(SteadyTime now);
  // The same at the end of the process, whenever it was called last.
  AnswerChanges TakeLast(SteadyTime now);

 private:
  struct Known {
    std::size_t words = 0;
    std::size_t meaning = 0;
    SteadyTime written;
  };

  void BeginRunIfDue(SteadyTime now);
  bool IsNew(const std::string& account, Operation asked, const Known& answer);
  AnswerChanges Take(SteadyTime now, Duration rest);

  const WallOffset& wall_;
  Duration retention_{0};
  bool must_forget_all_ = false;
  // In this run, by a hash of account and question: as of the words, one of 64 bits, so that no
  // two of a fleet are likely to share it.
  std::unordered_map<std::size_t, Known> known_;
  AnswerChanges changes_;
  std::optional<SteadyTime> run_;  // its start
  SystemTime run_started_;         // the same; its name in the store, whatever the wall clock does
  SteadyTime looked_;
  std::optional<SteadyTime> told_alive_;
};

}  // namespace wa
