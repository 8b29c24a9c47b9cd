#include "monitor/event_desk.h"

#include <algorithm>
#include <utility>

#include "condition/classify.h"

namespace wa {
namespace {

bool IsWebhook(const Told& told) { return told.operation == ObservedOperation::kNone; }

// A message fails of whatever its status names; everything else that is said of a message is a
// failure of it, too.
bool FailsMessage(const Finding& finding, const Event& event) {
  return finding.condition->scope == Scope::kMessage || event.outcome == MessageOutcome::kFailed;
}

std::optional<Duration> DelayOf(const Event& event, SystemTime now) {
  if (!event.happened) return std::nullopt;
  return std::max(now - *event.happened, Duration(0));  // the clocks may differ
}

MessageNews NewsOf(const Event& event, const std::vector<Finding>& findings, bool is_first) {
  MessageNews news;
  news.is_first_outcome = is_first;
  news.failed = event.outcome == MessageOutcome::kFailed;
  for (const Finding& finding : findings) {
    if (FailsMessage(finding, event)) news.failures.push_back(finding.condition->slug);
  }
  return news;
}

// What is about a message alone, and so no state of its account; what a failed message's status
// says and nobody knows is taken for that.
bool IsAboutAMessage(const Finding& finding, const Event& event) {
  return finding.condition->scope == Scope::kMessage ||
         (event.outcome == MessageOutcome::kFailed && IsUnknown(*finding.condition));
}

// Other credentials, another host or another request than the polls': its status alone, or what it
// says of the key and the stack, is no evidence against the account.
bool SaysNothingOfTheAccount(const Finding& finding, ObservedOperation operation) {
  const Condition& condition = *finding.condition;
  if (operation == ObservedOperation::kNone || operation == ObservedOperation::kSend) return false;
  if (finding.sign == SignKind::kHttp) return true;
  return operation == ObservedOperation::kPartner && condition.scope != Scope::kPartner &&
         condition.reach != Reach::kEvent;
}

// Of an observation that comes late, the time to wait has begun when it was made; what is over by
// now is no news.
void SubtractAge(std::vector<Finding>& findings, const Event& event, SystemTime now) {
  if (!event.happened || *event.happened >= now) return;
  const Duration age = now - *event.happened;
  std::erase_if(findings, [&](const Finding& f) {
    return f.retry_after && *f.retry_after <= age && f.condition->reach == Reach::kEvent &&
           f.condition->quiet.value_or(Duration(0)) <= age;
  });
  for (Finding& finding : findings) {
    if (finding.retry_after)
      *finding.retry_after = std::max(*finding.retry_after - age, Duration(0));
  }
}

Report ReportOf(const Event& event, std::vector<Finding> findings,
                std::vector<const Condition*> ended, SteadyTime at) {
  Report report;
  report.at = at;
  report.happened = event.happened;
  report.subject = event.subject;
  report.http_status = event.facts.http_status;
  report.request_id = event.facts.request_id;
  std::erase_if(findings, [&](const Finding& f) { return IsAboutAMessage(f, event); });
  report.findings = std::move(findings);
  report.ended = std::move(ended);
  return report;
}

}  // namespace

EventDesk::EventDesk(const Catalogue& catalogue, Tally& tally, UnknownAnswers& unknown)
    : catalogue_(catalogue), tally_(tally), unknown_(unknown) {}

void EventDesk::Adopt(std::shared_ptr<const Config> config,
                      std::unique_ptr<const EventRouter> router, std::vector<std::size_t> slots) {
  router_ = std::move(router);
  config_ = std::move(config);
  slots_ = std::move(slots);
}

std::vector<Heard> EventDesk::Handle(const Told& told, SteadyTime now, const WallOffset& wall) {
  const Event& event = told.event;
  const std::string_view provider = router_->ProviderOf(told);
  if (provider.empty()) return {};  // whoever it came for is not configured
  std::vector<Finding> findings = Classify(catalogue_, event.facts);
  const SystemTime wall_now = wall.ToSystem(now);
  Count(told, provider, findings, wall_now);
  unknown_.Add(IsWebhook(told) ? "webhook" : "observation", told.account, event.facts.http_status,
               findings, wall_now);
  const MessageNews news = NewsOf(event, findings, ledger_.IsFirstOutcome(event));
  std::erase_if(findings,
                [&](const Finding& f) { return SaysNothingOfTheAccount(f, told.operation); });
  SubtractAge(findings, event, wall_now);
  const Report report = ReportOf(event, std::move(findings), EndedBy(catalogue_, event.facts), now);
  std::vector<Heard> heard;
  for (const std::size_t account : router_->AccountsOf(told)) {
    heard.push_back({slots_[account], IsWebhook(told), news, report});
  }
  return heard;
}

void EventDesk::Count(const Told& told, std::string_view provider,
                      const std::vector<Finding>& findings, SystemTime now) {
  const Event& event = told.event;
  if (IsWebhook(told)) tally_.CountEvent(provider, event.name, DelayOf(event, now));
  for (const Finding& finding : findings) {
    const Condition& condition = *finding.condition;
    if (FailsMessage(finding, event)) tally_.CountMessageFailure(provider, condition.slug);
    if (IsOfRegistration(condition)) tally_.CountRegistrationError(provider, condition.slug);
  }
}

}  // namespace wa
