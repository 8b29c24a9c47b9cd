#include "monitor/poll_judge.h"

#include <algorithm>
#include <utility>

#include "condition/classify.h"
#include "monitor/poll_result.h"
#include "provider/answer_print.h"
#include "provider/provider.h"

namespace wa {

PollJudge::PollJudge(const Catalogue& catalogue, const WallOffset& wall, FleetWatch& fleet,
                     Tally& tally, UnknownAnswers& unknown, AnswerLog& answers,
                     EvidenceBook& evidence,
                     std::function<void(const std::string& account)> key_refused)
    : catalogue_(catalogue),
      wall_(wall),
      fleet_(fleet),
      tally_(tally),
      unknown_(unknown),
      answers_(answers),
      evidence_(evidence),
      key_refused_(std::move(key_refused)) {}

std::vector<UnderstoodAnswer> PollJudge::Read(const Poll& poll) {
  const bool may_be_known = poll.operation == Operation::kHealth && poll.slots.size() == 1 &&
                            poll.pages.size() == 1 && IsGoodStatus(poll.pages.front().status) &&
                            IsAsStillConfigured(poll.slots.front(), *poll.accounts.front());
  const std::size_t print = may_be_known ? PrintOf(poll.pages.front()) : 0;
  if (may_be_known) {
    if (const UnderstoodAnswer* known = known_.Find(poll.slots.front(), print)) return {*known};
  }
  std::vector<UnderstoodAnswer> readings;
  for (Facts& facts : ProviderFor(poll.provider->kind)
                          .Read(poll.operation, *poll.provider, poll.ToBatch(), poll.pages)) {
    std::vector<Finding> findings = ClassifyPoll(catalogue_, facts);
    readings.push_back({std::move(facts), std::move(findings)});
  }
  if (may_be_known) known_.Add(poll.slots.front(), print, readings.front());
  return readings;
}

ProbeAnswer PollJudge::Tell(const Poll& poll, std::size_t place, const UnderstoodAnswer& reading,
                            SteadyTime ended) {
  const auto& [facts, findings] = reading;
  const Account& account = *poll.accounts[place];
  // An answer about all of the batch counts once.
  if (place == 0) tally_.CountFindings(poll.provider->name, poll.operation, findings);
  unknown_.Add("poll", account.name, facts.http_status, findings, wall_.ToSystem(ended));
  ProbeAnswer answer = MakeProbeAnswer(poll.pages.back(), findings);
  // Health is judged by the question about health alone: that another path is blocked, or fails,
  // stops no message.
  if (poll.operation != Operation::kHealth && !IsGoodStatus(facts.http_status)) return answer;
  Observation observation = MakeObservation(poll.operation, facts, findings, poll.started, ended);
  observation.poll = poll.id;
  Observe(poll.slots[place], account, facts, observation, KeepAnswer(poll.pages.back(), findings));
  return answer;
}

void PollJudge::TellSilence(const SettledSilence& settled) {
  const Silence& silence = settled.silence;
  for (std::size_t i = 0; i < silence.slots.size(); ++i) {
    const std::size_t slot = silence.slots[i];
    if (settled.is_evidence) {
      const Facts facts = ReadFailure(silence.failure);
      Observation observation =
          MakeObservation(Operation::kHealth, facts, ClassifyPoll(catalogue_, facts),
                          silence.started, silence.ended);
      observation.poll = silence.poll;
      Observe(slot, *silence.accounts[i], facts, observation, KeepFailure(silence.failure));
    } else if (IsAsStillConfigured(slot, *silence.accounts[i])) {
      answers_.AddNothing(silence.accounts[i]->name, settled.why_unknown, silence.ended);
      fleet_.ObserveNothing(slot, silence.poll, silence.ended, settled.why_unknown);
      Keep(slot, silence.poll, Operation::kHealth, silence.ended, KeepFailure(silence.failure));
    }
  }
}

void PollJudge::Observe(std::size_t slot, const Account& asked, const Facts& facts,
                        const Observation& observation, KeptAnswer kept) {
  if (!IsAsStillConfigured(slot, asked)) return;
  answers_.Add(asked.name, observation.operation, facts, observation.findings, observation.ended);
  const bool refused =
      std::any_of(observation.findings.begin(), observation.findings.end(),
                  [](const Finding& f) { return f.condition->scope == Scope::kCredential; });
  if (refused && key_refused_) key_refused_(asked.name);
  fleet_.Observe(slot, observation);
  Keep(slot, observation.poll, observation.operation, observation.ended, std::move(kept));
}

void PollJudge::Keep(std::size_t slot, PollId poll, Operation asked, SteadyTime ended,
                     KeptAnswer answer) {
  answer.poll = poll;
  answer.asked = asked;
  answer.at = wall_.ToSystem(ended);
  std::vector<std::string> incidents;
  for (const Incident& incident : fleet_[slot].tracker().open()) {
    if (incident.condition->seen_by == asked) incidents.push_back(incident.id);
  }
  evidence_.Add(slot, answer, incidents);
}

// What was answered to another key, or at another address, is not about this account any more.
bool PollJudge::IsAsStillConfigured(std::size_t slot, const Account& asked) const {
  if (!fleet_.Has(slot)) return false;
  const Account& now = fleet_[slot].account();
  return now.api_key == asked.api_key && now.provider == asked.provider;
}

}  // namespace wa
