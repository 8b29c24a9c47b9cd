#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/answer_record.h"
#include "model/history.h"
#include "store/sqlite.h"

namespace wa {

// What the store remembers, for whoever looks back. Reads only, while the exporter writes. Waits
// for the disk; one thread at a time.
class History {
 public:
  // Fails if there is no database, or if it is in the form of another version.
  static Result<History> Open(const std::string& path);

  Result<IncidentPage> Incidents(const IncidentQuery& query);

  // What the account was answered about its health between both moments, and what stood at the
  // first; in order of time. Of what is wider, its own: "exporter/uplink".
  Result<std::vector<AnswerRecord>> Answers(const std::string& account, SystemTime from,
                                            SystemTime to);
  // Those that lie between both moments, or may stand at the first.
  Result<AnswerMarks> Marks(SystemTime from, SystemTime to);
  // The times in which the exporter looked, that touch those between both moments.
  Result<std::vector<AnswerRun>> Runs(SystemTime from, SystemTime to);

 private:
  explicit History(Database database) : database_(std::move(database)) {}
  Database database_;
};

}  // namespace wa
