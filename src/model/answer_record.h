#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/enum_names.h"
#include "model/facts.h"
#include "model/operation.h"

// What accounts answered in the last days, so that it can be judged again by other rules.
namespace wa {

// kAnswer: of the account, or a silence that is evidence; kNothing: nothing is known of it.
enum class AnswerKind { kAnswer, kNothing };
template <>
struct EnumNames<AnswerKind> {
  static constexpr std::array table{
      std::pair{AnswerKind::kAnswer, std::string_view("answer")},
      std::pair{AnswerKind::kNothing, std::string_view("nothing")},
  };
};

// From `at` on an account, or what is wider, answered so to one question: until the next record of
// the same account and question, or until nobody looked any more (AnswerRun).
struct AnswerRecord {
  std::string account;
  Operation asked = Operation::kHealth;
  AnswerKind kind = AnswerKind::kAnswer;
  SystemTime at;
  // Of an answer: status, signs and the time to wait, which is what rules judge. All text is
  // masked.
  Facts facts;
  std::string why;  // of kNothing, for people
};

// A time in which the exporter looked without a break.
struct AnswerRun {
  SystemTime started;
  SystemTime alive;  // the end of it so far
};

// A break up to this long is none: a restart of the exporter.
inline constexpr Duration kLongestBreak = std::chrono::minutes(3);
// So often a run ends and another begins, in which every account has a record: no record is older.
inline constexpr Duration kLongestRun = std::chrono::hours(24);

// When the exporter looked is a few bytes a day, and is kept so much longer than the answers, for
// whoever asks how much of a month is known.
inline constexpr Duration kRunsKeptLonger = std::chrono::hours(24 * 400);

// Of all accounts, when it was known how they are, and when it was not.
struct AnswerMarks {
  struct Mark {
    std::string account;
    SystemTime at;
    AnswerKind kind = AnswerKind::kAnswer;  // from `at` until the account's next mark
  };
  std::optional<SystemTime> since;  // older ones are not kept; unset: none is
  std::vector<Mark> marks;          // of the questions about health, in order of time
};

struct AnswerChanges {
  std::vector<AnswerRecord> records;        // in the order of arrival
  std::vector<AnswerRun> runs;              // the newest of each start counts
  std::optional<SystemTime> forget_before;  // older records, and much older runs, are deleted
  bool empty() const { return records.empty() && runs.empty() && !forget_before; }
};

}  // namespace wa
