#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "base/result.h"
#include "store/sqlite.h"

namespace wa {

// A year and a month: this month can be compared with the same one a year ago.
inline constexpr Duration kClosedKept = std::chrono::hours(24 * 400);
// Unless the configuration says otherwise; bytes.
inline constexpr std::int64_t kMaxSize = std::int64_t{1} << 30;
// However full the database is: a report of the last month must not be wrong.
inline constexpr Duration kClosedKeptAtLeast = std::chrono::hours(24 * 31);

// What went before its time because the database was full.
struct Dropped {
  std::uint64_t answers = 0;
  std::uint64_t incidents = 0;  // that were over

  friend bool operator==(const Dropped&, const Dropped&) = default;
};

// Keeps the database bounded: what is older than it need be goes, and if it is larger than it may
// be, the oldest answers, and then the oldest incidents that are over; what is open stays. Gives
// free pages back to the file system. Works in small pieces, between which batches are written. One
// thread at a time.
class Housekeeper {
 public:
  // `max_size`: of the file, in bytes. REQUIRES: the newest form (see store/schema.h).
  static Result<Housekeeper> Make(Database& database, std::int64_t max_size);

  // From now on older answers may go. SystemTime::max(): all.
  void ForgetAnswersBefore(SystemTime moment) { answers_before_ = moment; }

  // One piece of work, some milliseconds. False: nothing is left to be done for now. A piece that
  // was committed may be undone by a power cut, and is done again then. REQUIRES: the database that
  // it was made with, outside of a transaction.
  Result<bool> Tidy(Database& database, SystemTime now);

  // In this process.
  const Dropped& dropped() const { return dropped_; }
  // Bytes, at the last look.
  std::int64_t size() const { return pages_.all * pages_.size; }

 private:
  struct Pages {
    std::int64_t size = 0;  // bytes of each
    std::int64_t all = 0;
    std::int64_t free = 0;
    std::int64_t Used() const { return (all - free) * size; }
  };
  Housekeeper(std::int64_t max_size, Statement forget_answers, Statement drop_answers,
              Statement delete_incidents);
  Status Look(Database& database);
  Result<bool> MakeRoom(Database& database, SystemTime now);
  Result<bool> GiveBack(Database& database);

  std::int64_t max_size_;
  Statement forget_answers_;
  Statement drop_answers_;
  Statement delete_incidents_;
  std::optional<SystemTime> answers_before_;
  Pages pages_;
  Dropped dropped_;
  bool is_full_ = false;         // from where it is too large until there is room again
  bool is_giving_back_ = false;  // likewise
};

}  // namespace wa
