#include "monitor/status_page.h"

#include <utility>

#include "provider/retry_after.h"

namespace wa {
namespace {

// Also while an incident is open: the page is written by people, minutes after the fact, so that
// asking more often tells nothing sooner; and an incident is when everybody else asks it, too.
constexpr Duration kInterval = std::chrono::minutes(1);
// For so long what it said is taken for what it says.
constexpr Duration kFresh = 5 * kInterval;

// A private authority of the provider's is good for a page at the same host alone: elsewhere it is
// a public one that knows the page.
std::string CaFileOf(const ProviderSettings& provider) {
  const bool same_host = HostOf(provider.status_page) == HostOf(provider.base_url);
  return same_host ? provider.ca_file : std::string();
}

std::string WhyUnread(const Completion& completion) {
  if (!completion.outcome) return WhyNoAnswer(completion.outcome.error());
  const int status = completion.outcome->status;
  if (status != 200) return "HTTP " + std::to_string(status);
  return "it is neither the summary.json of an Instatus page nor Meta's data/orgs.json";
}

}  // namespace

StatusPage::StatusPage(const ProviderSettings& provider, const PollingConfig& polling,
                       SteadyTime now)
    : provider_(provider.name),
      url_(provider.status_page),
      ca_file_(CaFileOf(provider)),
      recurrence_("status-page/" + provider.name, kInterval, polling, now) {}

void StatusPage::Adopt(const ProviderSettings& provider, const PollingConfig& polling,
                       SteadyTime now) {
  recurrence_.SetInterval(kInterval, polling);
  const std::string ca_file = CaFileOf(provider);
  if (provider.status_page == url_ && ca_file == ca_file_) return;
  url_ = provider.status_page;
  ca_file_ = ca_file;
  why_failed_.clear();
  last_.reset();
  is_outdated_ = is_waiting_;
  recurrence_.AtOnce(now);
}

SteadyTime StatusPage::NextAt() const {
  return is_waiting_ ? SteadyTime::max() : recurrence_.next();
}

HttpRequest StatusPage::Ask(SteadyTime) {
  is_waiting_ = true;
  HttpRequest request;
  request.url = url_;
  request.ca_file = ca_file_;
  request.headers = {{"Accept", "application/json"}};
  if (last_ && !last_->tag.empty()) request.headers.emplace_back("If-None-Match", last_->tag);
  return request;
}

std::vector<News> StatusPage::Handle(const Completion& completion) {
  is_waiting_ = false;
  if (std::exchange(is_outdated_, false)) return {};
  if (!completion.outcome || !Take(*completion.outcome, completion.ended)) {
    // At its interval, or when it asks to be asked: nothing is gained by haste.
    const auto wait = completion.outcome ? RetryAfter(*completion.outcome) : std::nullopt;
    recurrence_.Bad({Pace::kAnnounced, Duration(0)}, wait, completion.ended);
    return Fail(WhyUnread(completion));
  }
  why_failed_.clear();
  recurrence_.Good(completion.ended);
  return {SubjectTold{"provider/" + provider_, completion.ended, last_->answer.facts}};
}

std::vector<News> StatusPage::Fail(std::string why) {
  if (why == why_failed_) return {};
  why_failed_ = why;
  return {PageFailed{provider_, std::move(why)}};
}

// Whether it says, or confirms, anything.
bool StatusPage::Take(const HttpResponse& response, SteadyTime at) {
  constexpr int kNotModified = 304;
  if (response.status == kNotModified && last_) {
    last_->at = at;
    return true;
  }
  auto answer = ReadStatusPageAnswer(response);
  if (!answer) return false;
  std::string tag(response.Header("etag").value_or(""));
  // What would split a header, or is longer than any, is no tag.
  if (tag.size() > 200 || tag.find_first_of("\r\n") != std::string::npos) tag.clear();
  last_ = Read{std::move(*answer), std::move(tag), at};
  return true;
}

std::optional<StatusPageLevel> StatusPage::Level(SteadyTime now) const {
  if (!last_ || now - last_->at > kFresh) return std::nullopt;
  return StatusPageLevel{provider_, "all", last_->answer.level};
}

}  // namespace wa
