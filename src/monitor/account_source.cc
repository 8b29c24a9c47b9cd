#include "monitor/account_source.h"

#include <utility>

#include "base/text.h"
#include "provider/provider.h"
#include "provider/read_any.h"

namespace wa {
namespace {

// Of up to some hundred accounts each.
constexpr std::size_t kMostPages = 1'000;

// "HTTP 403: Permission denied", for people; it is sanitised.
std::string Describe(const Facts& facts) {
  std::string why = "HTTP " + std::to_string(facts.http_status);
  if (facts.signs.empty()) return why;
  const Sign& first = facts.signs.front();
  if (first.text != why) why += ": " + first.text;
  return Sanitise(first.detail.empty() ? why : why + " (" + first.detail + ")");
}

Facts WithSign(SignKind kind, int http_status) {
  Facts facts;
  facts.http_status = http_status;
  facts.signs.push_back({kind, std::nullopt, "unreadable", {}});
  return facts;
}

// As Prometheus says it to the same addresses (its documentation, "HTTP-based service discovery").
std::string RefreshSeconds(Duration interval) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(interval).count());
}

}  // namespace

SourceKind WabaSourceKind(const WabaSource& source, const ProviderSettings& provider,
                          const SourceReaders& readers) {
  SourceKind kind;
  kind.name = "waba/" + source.name;
  kind.interval = source.interval;
  kind.claims = ClaimsOf(provider, source.token, source.waba_id);
  kind.counted = CountedAs{provider.name, Operation::kNumbers};
  // The list does not say whose it is; by it all numbers are asked about at once.
  kind.read = [read = readers.read_numbers,
               waba_id = source.waba_id](const HttpResponse& response) {
    auto page = read(response);
    if (!page) return page;
    for (DiscoveredAccount& account : page->accounts) account.waba_id = waba_id;
    return page;
  };
  kind.ask = [source, provider, ask = readers.ask_numbers](const std::string& after) {
    return ask(source, provider, after);
  };
  return kind;
}

SourceKind HttpSourceKind(const HttpSource& source, const SourceReaders& readers) {
  SourceKind kind;
  kind.name = "http_sd/" + source.name;
  kind.interval = source.interval;
  kind.ask = [source](const std::string&) {
    // The answer holds a whole fleet.
    constexpr std::size_t kLongest = 32 << 20;
    HttpRequest request;
    request.url = source.url;
    request.headers = {{"Accept", "application/json"},
                       {"X-Prometheus-Refresh-Interval-Seconds", RefreshSeconds(source.interval)}};
    request.ca_file = source.ca_file;
    request.max_body_bytes = kLongest;
    if (source.token.empty()) return request;
    request.secret_header = "Authorization";
    request.secret = Prefixed("Bearer ", source.token);
    return request;
  };
  kind.read = [read = readers.read_discovery](const HttpResponse& response) {
    return read(response.body).map([](std::vector<DiscoveredAccount> accounts) {
      return SourcePage{std::move(accounts), ""};
    });
  };
  return kind;
}

AccountSource::AccountSource(SourceKind kind, const PollingConfig& polling, PacingOf judge,
                             SteadyTime now)
    : kind_(std::move(kind)),
      judge_(std::move(judge)),
      recurrence_(kind_.name, kind_.interval, polling, now) {}

void AccountSource::Adopt(SourceKind kind, bool is_changed, const PollingConfig& polling,
                          SteadyTime now) {
  kind_ = std::move(kind);
  recurrence_.SetInterval(kind_.interval, polling);
  if (!is_changed) return;
  StartOver();
  told_.reset();
  why_failed_.clear();
  is_outdated_ = is_waiting_;
  recurrence_.AtOnce(now);
}

SteadyTime AccountSource::NextAt() const {
  return is_waiting_ ? SteadyTime::max() : recurrence_.next();
}

HttpRequest AccountSource::Ask(SteadyTime) {
  is_waiting_ = true;
  return kind_.ask(after_);
}

std::vector<News> AccountSource::Handle(const Completion& completion) {
  is_waiting_ = false;
  if (std::exchange(is_outdated_, false)) return {};
  if (completion.outcome) return HandleAnswer(completion);
  const TransportFailure& failure = completion.outcome.error();
  return Fail(WhyNoAnswer(failure), ReadFailure(failure), completion.ended);
}

std::vector<News> AccountSource::HandleAnswer(const Completion& completion) {
  const HttpResponse& response = *completion.outcome;
  if (!IsGoodStatus(response.status)) {
    const Facts facts = ReadAnyAnswer(response, Unasked::kIsNothing);
    std::vector<News> news = Fail(Describe(facts), facts, completion.ended);
    if (IsRefusedCredential(response)) news.emplace_back(CredentialRefused{kind_.name});
    return news;
  }
  auto page = kind_.read(response);
  const Facts unreadable = WithSign(SignKind::kUnreadable, response.status);
  if (!page) return Fail(page.error().message, unreadable, completion.ended);
  for (DiscoveredAccount& account : page->accounts) listed_.push_back(std::move(account));
  if (page->next.empty()) return Finish(completion.ended);
  if (!visited_.insert(page->next).second || visited_.size() > kMostPages) {
    return Fail("its pages do not end", unreadable, completion.ended);
  }
  after_ = std::move(page->next);
  recurrence_.Continue(completion.ended);
  return {};
}

std::vector<News> AccountSource::Fail(std::string why, const Facts& facts, SteadyTime now) {
  StartOver();
  recurrence_.Bad(judge_(facts), facts.retry_after, now);
  if (why == why_failed_) return {};
  why_failed_ = why;
  return {SourceFailed{kind_.name, std::move(why)}};
}

std::vector<News> AccountSource::Finish(SteadyTime now) {
  std::vector<DiscoveredAccount> accounts = std::move(listed_);
  StartOver();
  why_failed_.clear();
  accounts_ = accounts.size();
  succeeded_ = now;
  recurrence_.Good(now);
  if (told_ == accounts) return {};
  told_ = accounts;
  return {Discovered{kind_.name, std::move(accounts)}};
}

void AccountSource::StartOver() {
  listed_.clear();
  after_.clear();
  visited_.clear();
}

SourceTallies AccountSource::Tallies(const WallOffset& wall) const {
  SourceTallies tallies;
  tallies.accounts = accounts_;
  if (succeeded_) tallies.last_success = wall.ToSystem(*succeeded_);
  return tallies;
}

}  // namespace wa
