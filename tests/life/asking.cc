#include "life/asking.h"

#include <algorithm>
#include <utility>

#include "life/tell.h"

namespace wa::life {
namespace {

constexpr std::string_view kHealth = "/health_status";
constexpr std::string_view kWebhook = "/v1/configs/webhook";
// What docs/operations.md promises of a provider whose budget is not configured.
constexpr double kUsualPerSecond = 5.0;
constexpr Duration kHour = std::chrono::hours(1);

bool IsHealth(const HttpRequest& request) { return request.url.find(kHealth) != std::string::npos; }

}  // namespace

void Asking::Break(Rule rule, SteadyTime at, std::string text) {
  if (!violation_) violation_ = Violation{rule, at, std::move(text)};
}

void Asking::Asked(const Provider::Question& question) {
  CheckForm(question);
  if (!question.member) return;
  CheckProvider(question, life_.members[*question.member].provider);
  CheckCredential(question);
  if (IsHealth(question.request)) CheckInterval(question);
}

void Asking::CheckForm(const Provider::Question& question) {
  const HttpRequest& request = question.request;
  if (!request.login.empty()) {
    Break(Rule::kReadOnly, question.at, "a request with a body was sent to " + request.url);
  }
  if (!question.member) {
    const bool is_canary = request.url == kCanary && request.secret.empty();
    if (!is_canary) Break(Rule::kReadOnly, question.at, "nobody's question: " + request.url);
    return;
  }
  const Member& member = life_.members[*question.member];
  const std::string address = AddressOf(member.provider);
  const std::string path =
      request.url.starts_with(address) ? request.url.substr(address.size()) : "elsewhere";
  if (!path.starts_with(kHealth) && path != kWebhook) {
    Break(Rule::kReadOnly, question.at, "the key of " + member.name + " went to " + request.url);
  }
}

void Asking::CheckProvider(const Provider::Question& question, const std::string& provider) {
  const double rate = life_.requests_per_second > 0 ? life_.requests_per_second : kUsualPerSecond;
  const double capacity = std::max(rate, 1.0);
  Bucket& bucket = providers_.try_emplace(provider, Bucket{capacity, question.at}).first->second;
  bucket.tokens =
      std::min(capacity, bucket.tokens + rate * Seconds(question.at - bucket.filled)) - 1.0;
  bucket.filled = question.at;
  if (bucket.tokens < -0.001) {
    Break(Rule::kBudget, question.at,
          provider + " is asked more often than " + std::to_string(rate) + " times a second");
  }
}

void Asking::CheckCredential(const Provider::Question& question) {
  const double limit = life_.credential_requests_per_hour;
  if (limit <= 0) return;
  const std::string key(question.request.secret.Reveal());
  std::deque<SteadyTime>& times = credentials_[key];
  times.push_back(question.at);
  while (times.front() <= question.at - kHour) times.pop_front();
  // What was spent is forgotten by a start, which may spend as much more as may come at once.
  const auto starts = std::count_if(starts_.begin(), starts_.end(),
                                    [&](SteadyTime start) { return start > times.front(); });
  const double allowed = limit + static_cast<double>(starts) * AtOnce(limit);
  if (static_cast<double>(times.size()) > allowed) {
    Break(Rule::kBudget, question.at,
          life_.members[*question.member].name + " is asked " + std::to_string(times.size()) +
              " times within an hour, and its key allows " + std::to_string(allowed));
  }
}

// While all is well, and was for some time, an account is asked once per interval.
void Asking::CheckInterval(const Provider::Question& question) {
  const SteadyTime before = std::exchange(last_[*question.member], question.at);
  const Course& course = truth_.Of(*question.member);
  const Stretch& stretch = course[IndexAt(course, question.at)];
  if (before == SteadyTime() || stretch.state != State::kWell) return;
  const SteadyTime calm_since =
      std::max(stretch.from, disturbed_) + 4 * patience_.Gap() + 4 * patience_.silence;
  if (before < calm_since) return;
  const double waits = life_.requests_per_second > 0
                           ? static_cast<double>(life_.members.size()) / life_.requests_per_second
                           : 1.0;
  if (Seconds(question.at - before) < 0.9 * Seconds(patience_.interval) - waits) {
    Break(Rule::kBudget, question.at,
          life_.members[*question.member].name + " is well, and asked again after " +
              Tell(question.at - before) + " instead of " + Tell(patience_.interval));
  }
}

void Asking::Disturbed(SteadyTime now, bool is_start) {
  disturbed_ = now;
  if (!is_start) return;
  providers_.clear();
  starts_.push_back(now);
  while (starts_.front() <= now - kHour) starts_.pop_front();
}

}  // namespace wa::life
