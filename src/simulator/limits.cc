#include "simulator/limits.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace wa::simulator {
namespace {

constexpr std::size_t kSubjectDigits = 16;  // of 20,000 keys, no two should look alike

// Who the request counts for; empty: the limit is not about it.
std::string SubjectOf(const LimitScript& limit, const Exchange& exchange) {
  if (limit.api && *limit.api != exchange.api) return "";
  if (limit.on && limit.on != exchange.topic) return "";
  switch (limit.of) {
    case LimitOf::kProvider:
      return std::string(Name(exchange.api));
    case LimitOf::kCredential:
      return exchange.key_digest.substr(0, kSubjectDigits);
    case LimitOf::kAccount:
      return exchange.subject;
    case LimitOf::kWaba:
      return exchange.waba;
    case LimitOf::kPartner:
      return exchange.partner;
  }
  return "";
}

// Named as in the answers: whole seconds, at least one.
std::int64_t WholeSeconds(Duration duration) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(duration).count();
  return std::max<std::int64_t>(1, seconds);
}

std::string_view NameOfLimitAnswer(const LimitScript& limit, Api api) {
  switch (api) {
    case Api::kDialog360:
    case Api::kDialog360OnPrem:
      return limit.requests == 1 ? "endpoint-rate-limited" : "capacity-request-rate";
    case Api::kOnPrem:
      return "onprem-throughput-limited";
    case Api::kMeta:
      return limit.of == LimitOf::kWaba ? "cloud-waba-rate-limited" : "cloud-app-rate-limited";
    default:
      return "capacity-request-rate";
  }
}

}  // namespace

Limits::Limits(std::vector<LimitScript> limits)
    : limits_(std::move(limits)), usages_(limits_.size()) {}

const LimitScript* Limits::Admit(const Exchange& exchange, Duration now) {
  const LimitScript* beyond = nullptr;
  std::vector<LimitUsage*> counted;
  for (std::size_t i = 0; i < limits_.size(); ++i) {
    std::string subject = SubjectOf(limits_[i], exchange);
    if (subject.empty()) continue;
    const bool full = usages_[i].size() >= kMaxSubjects && usages_[i].count(subject) == 0;
    LimitUsage& usage = usages_[i][full ? "other" : std::move(subject)];
    if (usage.requests++ == 0) usage.first = now;
    usage.last = now;
    usage.all.DropUntil(now - limits_[i].per);
    usage.all.Add(now);
    usage.most_in_window = std::max(usage.most_in_window, usage.all.size());
    usage.admitted.DropUntil(now - limits_[i].per);
    if (!full && usage.admitted.size() >= limits_[i].requests) {
      ++usage.beyond;
      if (beyond == nullptr) beyond = &limits_[i];
    } else {
      counted.push_back(&usage);
    }
  }
  if (beyond != nullptr) return beyond;
  for (LimitUsage* usage : counted) usage->admitted.Add(now);
  return nullptr;
}

std::optional<Limits::Share> Limits::UsedOf(LimitOf of, const Exchange& exchange, Duration now) {
  std::optional<Share> most;
  for (std::size_t i = 0; i < limits_.size(); ++i) {
    const LimitScript& limit = limits_[i];
    if (limit.of != of) continue;
    const auto found = usages_[i].find(SubjectOf(limit, exchange));
    if (found == usages_[i].end()) continue;
    SlidingWindow& admitted = found->second.admitted;
    admitted.DropUntil(now - limit.per);
    Share share;
    share.percent = static_cast<int>(admitted.size() * 100 / limit.requests);
    if (admitted.size() >= limit.requests) share.until_less = admitted.front() + limit.per - now;
    if (!most || share.percent > most->percent) most = share;
  }
  return most;
}

AnswerPtr LimitAnswer(const LimitScript& limit, Api api) {
  if (limit.answer) return limit.answer;
  const AnswerLibrary& library = AnswerLibrary::BuiltIn();
  AnswerFields fields;
  fields.answer = std::string(NameOfLimitAnswer(limit, api));
  if (library.Find(*fields.answer)->seconds > 0) fields.seconds = WholeSeconds(limit.per);
  auto answer = MakeAnswer(fields, {&library, ""});
  return std::make_shared<const Answer>(std::move(answer).value());
}

}  // namespace wa::simulator
