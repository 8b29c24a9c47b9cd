#include "monitor/poll_result.h"

#include <algorithm>
#include <utility>

#include "condition/classify.h"

namespace wa {

Observation MakeObservation(Operation asked, const Facts& facts, std::vector<Finding> findings,
                            SteadyTime started, SteadyTime ended) {
  if (asked != Operation::kHealth) {
    std::erase_if(findings, [&](const Finding& f) { return f.condition->seen_by != asked; });
  }
  Observation observation;
  observation.operation = asked;
  observation.started = started;
  observation.ended = ended;
  observation.http_status = facts.http_status;
  observation.reach = ReachOf(findings);
  observation.findings = std::move(findings);
  observation.health = facts.health;
  observation.number = facts.number;
  observation.request_id = facts.request_id;
  return observation;
}

ProbeAnswer MakeProbeAnswer(const HttpResponse& response, const std::vector<Finding>& findings) {
  ProbeAnswer answer;
  answer.success = std::none_of(findings.begin(), findings.end(),
                                [](const Finding& f) { return f.condition->IsTrouble(); });
  answer.http_status = response.status;
  answer.timing = response.timing;
  if (findings.empty()) return answer;
  answer.condition = findings.front().condition->slug;
  answer.detail = findings.front().detail;
  return answer;
}

ProbeAnswer Refusal(std::string why) {
  ProbeAnswer answer;
  answer.detail = std::move(why);
  return answer;
}

}  // namespace wa
