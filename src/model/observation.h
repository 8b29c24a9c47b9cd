#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/condition.h"
#include "model/facts.h"
#include "model/http.h"
#include "model/operation.h"
#include "model/poll_id.h"

namespace wa {

// A condition recognised in an answer, and why.
struct Finding {
  const Condition* condition = nullptr;  // lives as long as its catalogue
  std::string rule;                      // which rule matched, for people
  SignKind sign = SignKind::kHttp;       // where that was said; http: by the status alone
  std::optional<std::int64_t> code;
  std::string detail;                   // the provider's own words, masked
  std::optional<Duration> retry_after;  // nothing should be tried before this has passed

  friend bool operator==(const Finding&, const Finding&) = default;
};

// The outcome of one poll of one account. No findings: all is well.
struct Observation {
  PollId poll;  // none: of something wider, which is no poll of an account
  Operation operation = Operation::kHealth;  // what was asked
  SteadyTime started;
  SteadyTime ended;  // the poll's time
  int http_status = 0;
  std::vector<Finding> findings;  // most severe first
  std::vector<EntityHealth> health;
  NumberFacts number;
  std::string request_id;
  // How far the question got: content if all is well, else the farthest of the findings.
  Reach reach = Reach::kContent;
};

// What a webhook, or the answer that somebody else received, told of one account. No poll: it says
// nothing about conditions that it does not name.
struct Report {
  SteadyTime at;                       // when it reached us
  std::optional<SystemTime> happened;  // when it happened, by the teller's clock
  std::string subject;                 // what within the account (a template's name); empty: itself
  int http_status = 0;
  std::string request_id;
  std::vector<Finding> findings;        // never of scope message: those are counted, not tracked
  std::vector<const Condition*> ended;  // of which it says that they are over
};

}  // namespace wa
