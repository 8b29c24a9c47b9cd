#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "model/http.h"
#include "model/operation.h"
#include "model/poll_id.h"

// Answers as they came, for whoever looks into an incident and writes to support.
namespace wa {

// One poll. Everything in it may be shown: the body is masked and short, and of the headers only
// those are kept by which the provider finds the request again.
struct KeptAnswer {
  PollId poll;
  SystemTime at;  // when it ended
  Operation asked = Operation::kHealth;
  std::vector<std::string> conditions;  // slugs, most severe first; none: a good answer
  int http_status = 0;                  // 0: no answer
  std::string why_none;                 // why there is no answer, for people; else empty
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;                                          // of a bad answer; masked
  HttpTiming timing;
};

// What was answered while an incident was open, as far as this process saw it.
struct IncidentAnswers {
  KeptAnswer first;
  KeptAnswer last;
  // How often each condition was answered; good answers as "", polls without an answer as "none".
  std::map<std::string, std::uint64_t, std::less<>> counts;
};

inline const std::string kNoAnswer = "none";

// What is kept of one account. Failures are kept longer than successes.
struct Evidence {
  std::vector<KeptAnswer> recent;  // newest first
  // By the incident's id: the open ones, and the newest that is over.
  std::map<std::string, IncidentAnswers, std::less<>> incidents;
};

}  // namespace wa
