#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/answer_record.h"
#include "store/sqlite.h"

namespace wa {

// The SQL of the recorded answers; store/housekeeper.h deletes them. Waits for the disk; one thread
// at a time.
class AnswerTable {
 public:
  // REQUIRES: the newest form (see store/schema.h).
  static Result<AnswerTable> Make(Database& database);

  // Records and runs; of what is to be forgotten, the runs. REQUIRES: within a transaction; the
  // database is the one that it was made with, and outlives this.
  Status Write(Database& database, const AnswerChanges& changes);

 private:
  AnswerTable(Statement put_answer, Statement put_run)
      : put_answer_(std::move(put_answer)), put_run_(std::move(put_run)) {}
  Statement put_answer_;
  Statement put_run_;
};

struct RecordedAnswers {
  std::vector<AnswerRecord> records;  // in order of time
  std::vector<AnswerRun> runs;        // likewise
};

// What was recorded from `from` to `to`, both included, and what stood at `from`. Changes nothing,
// and an exporter may be running on the file. Fails if there is none, or if it is in the form of
// another version.
Result<RecordedAnswers> ReadAnswers(const std::string& path, SystemTime from, SystemTime to);

// The same in an open database, of one account only, in order of time.
Result<std::vector<AnswerRecord>> ReadAnswersOf(Database& database, const std::string& account,
                                                SystemTime from, SystemTime to);
// The times in which the exporter looked, likewise.
Result<std::vector<AnswerRun>> ReadRuns(Database& database, SystemTime from, SystemTime to);

}  // namespace wa
