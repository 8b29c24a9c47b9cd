#include "cli/judge.h"

#include <algorithm>
#include <utility>

#include "condition/classify.h"
#include "condition/describe.h"
#include "provider/provider.h"

namespace wa {
namespace {

constexpr std::string_view kUplinkDown = "uplink-down";

Verdict Unknown(std::string why, std::string next_step) {
  Verdict verdict;
  verdict.why_unknown = std::move(why);
  verdict.next_step = std::move(next_step);
  return verdict;
}

Verdict NobodyAnswers(const Catalogue& catalogue, const TransportFailure& failure) {
  const Condition* uplink = catalogue.Find(kUplinkDown);
  return Unknown(WhyNoAnswer(failure) +
                     ". No independent host answers either, so it is our own network, and says "
                     "nothing about the account.",
                 uplink != nullptr ? uplink->action : "Mend the network of this machine.");
}

Verdict NoSecondHost(const TransportFailure& failure) {
  return Unknown(WhyNoAnswer(failure) + ". It may be the provider, or our own network.",
                 "Try another website from this machine, and set polling.canary_urls so that it is "
                 "asked next time.");
}

Verdict FromFacts(const Catalogue& catalogue, const Account& account, const Facts& facts) {
  Verdict verdict;
  verdict.findings = ClassifyPoll(catalogue, facts);
  verdict.health = facts.health;
  if (!verdict.findings.empty()) {
    verdict.next_step =
        WhatNext(*verdict.findings.front().condition, {account.name, account.kind, account.plan});
  }
  return verdict;
}

Verdict OwnTrouble(const Catalogue& catalogue, const Account& account,
                   const TransportFailure& failure) {
  Verdict verdict = FromFacts(catalogue, account, ReadFailure(failure));
  verdict.why_unknown = "Our own trouble, the provider was not asked: " + failure.detail;
  return verdict;
}

}  // namespace

bool Verdict::IsTrouble() const {
  return !why_unknown.empty() ||
         std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.condition->IsTrouble(); });
}

bool IsSilence(const tl::expected<HttpResponse, TransportFailure>& outcome) {
  return !outcome && IsSilence(outcome.error());
}

Facts ReadPoll(const Account& account, const HttpResponse& response) {
  return ProviderFor(account.kind).Read(Operation::kHealth, {}, {&account}, {response}).front();
}

Verdict Judge(const Catalogue& catalogue, const Account& account,
              const tl::expected<HttpResponse, TransportFailure>& outcome,
              const std::vector<SecondOpinion>& opinions) {
  if (outcome) return FromFacts(catalogue, account, ReadPoll(account, *outcome));
  const TransportFailure& failure = outcome.error();
  if (failure.reason == TransportReason::kLocal) return OwnTrouble(catalogue, account, failure);
  const bool proven = std::any_of(opinions.begin(), opinions.end(),
                                  [](const SecondOpinion& opinion) { return opinion.answered; });
  if (!IsSilence(outcome) || proven) return FromFacts(catalogue, account, ReadFailure(failure));
  return opinions.empty() ? NoSecondHost(failure) : NobodyAnswers(catalogue, failure);
}

}  // namespace wa
