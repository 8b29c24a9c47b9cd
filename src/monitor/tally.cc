#include "monitor/tally.h"

#include <algorithm>
#include <optional>

#include "condition/classify.h"
#include "monitor/request_failure_of.h"
#include "provider/read_webhook.h"

namespace wa {
namespace {

// Messages also fail of what is wrong with their account.
bool MayFailMessages(const Condition& condition) {
  return condition.scope == Scope::kMessage ||
         std::any_of(condition.rules.begin(), condition.rules.end(),
                     [](const Rule& rule) { return rule.sign == SignKind::kErrorList; });
}

void Add(HttpTiming& sum, const HttpTiming& timing) {
  sum.resolve += timing.resolve;
  sum.connect += timing.connect;
  sum.tls += timing.tls;
  sum.processing += timing.processing;
  sum.transfer += timing.transfer;
  sum.total += timing.total;
}

}  // namespace

bool IsOfRegistration(const Condition& condition) { return condition.group == "registration"; }

Tally::Tally(const Catalogue& catalogue) : catalogue_(catalogue) {
  for (const Condition& condition : *catalogue_.conditions()) {
    if (condition.scope == Scope::kUplink) own_incidents_[condition.slug] = 0;
  }
}

void Tally::Adopt(const std::vector<ProviderSettings>& providers) {
  for (const ProviderSettings& provider : providers) {
    const auto [entry, is_new] = tallies_.try_emplace(provider.name);
    if (!is_new) continue;
    ProviderTallies& tallies = entry->second;
    for (const Condition& condition : *catalogue_.conditions()) {
      tallies.incidents[condition.slug] = 0;
      if (condition.StopsSending()) tallies.incident_durations[condition.slug] = {};
      if (MayFailMessages(condition)) tallies.message_failures[condition.slug] = 0;
      if (IsOfRegistration(condition)) tallies.registration_errors[condition.slug] = 0;
    }
    for (const std::string_view event : EventNames()) tallies.events[std::string(event)] = 0;
  }
}

ProviderTallies& Tally::Of(std::string_view provider) { return tallies_.find(provider)->second; }

void Tally::CountRequest(std::string_view provider, Operation operation,
                         const Completion& completion) {
  ProviderTallies& tallies = Of(provider);
  auto& counts = tallies.operations[static_cast<std::size_t>(operation)];
  ++counts.requests;
  if (const auto failure = FailureOf(completion))
    ++counts.failures[static_cast<std::size_t>(*failure)];
  counts.duration.Add(kRequestBounds, Seconds(completion.ended - completion.started));
  Add(tallies.phases,
      completion.outcome ? completion.outcome->timing : completion.outcome.error().timing);
}

void Tally::CountFindings(std::string_view provider, Operation operation,
                          const std::vector<Finding>& findings) {
  auto& counts = Of(provider).operations[static_cast<std::size_t>(operation)];
  if (IsUnclassified(findings)) ++counts.unclassified;
  const bool limited = std::any_of(findings.begin(), findings.end(), [](const Finding& f) {
    return f.condition->pace == Pace::kAnnounced;
  });
  if (limited) ++counts.rate_limited;
}

void Tally::CountChange(std::string_view provider, const IncidentChange& change) {
  const std::string& slug = change.incident.condition->slug;
  if (provider.empty()) {
    if (change.kind == IncidentChange::kOpened) ++own_incidents_[slug];
    return;
  }
  ProviderTallies& tallies = Of(provider);
  if (change.kind == IncidentChange::kOpened) ++tallies.incidents[slug];
  const bool timed = change.kind == IncidentChange::kClosed &&
                     change.incident.end == IncidentEnd::kRecovered &&
                     change.incident.condition->StopsSending();
  if (timed) {
    tallies.incident_durations[slug].Add(kIncidentBounds, Seconds(change.incident.Lasted()));
  }
}

void Tally::CountEvent(std::string_view provider, const std::string& name,
                       std::optional<Duration> delay) {
  ProviderTallies& tallies = Of(provider);
  ++tallies.events[name];
  if (delay) tallies.event_delay.Add(kEventDelayBounds, Seconds(*delay));
}

void Tally::CountMessageFailure(std::string_view provider, const std::string& slug) {
  ++Of(provider).message_failures[slug];
}

void Tally::CountRegistrationError(std::string_view provider, const std::string& slug) {
  ++Of(provider).registration_errors[slug];
}

void Tally::CountDelay(std::string_view provider, Duration delay) {
  Of(provider).poll_delay.Add(kPollDelayBounds, Seconds(delay));
}

void Tally::CountSkip(std::string_view provider, SkipReason reason) {
  ++Of(provider).skipped[static_cast<std::size_t>(reason)];
}

}  // namespace wa
