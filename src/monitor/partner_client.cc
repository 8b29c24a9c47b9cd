#include "monitor/partner_client.h"

#include <algorithm>
#include <utility>

#include "monitor/request_failure_of.h"
#include "provider/partner_api.h"
#include "provider/provider.h"

namespace wa {
namespace {

constexpr int kMostTries = 3;

// Early enough for a listing that has begun, and never half of a short life too early.
SteadyTime RenewAt(const PartnerToken& token, SteadyTime now) {
  if (!token.good_for) return SteadyTime::max();
  constexpr Duration kEarly = std::chrono::minutes(1);
  return now + *token.good_for - std::min(kEarly, *token.good_for / 2);
}

std::string SubjectOf(const PartnerSettings& partner) { return "partner/" + partner.name; }

std::vector<DiscoveredAccount> AccountsOf(const KnownChannels& channels) {
  std::vector<DiscoveredAccount> accounts;
  accounts.reserve(channels.size());
  for (const auto& entry : channels) accounts.push_back(entry.second.account);
  return accounts;
}

}  // namespace

PartnerClient::PartnerClient(PartnerSettings settings, const PollingConfig& polling, PacingOf judge,
                             SteadyTime now)
    : settings_(std::move(settings)),
      judge_(std::move(judge)),
      recurrence_(SubjectOf(settings_), settings_.interval, polling, now) {}

void PartnerClient::Remember(const std::vector<DiscoveredAccount>& accounts) {
  channels_.emplace();
  for (const DiscoveredAccount& account : accounts) {
    channels_->emplace(account.channel_id, KnownChannel{account, {}, false});
  }
}

void PartnerClient::Adopt(const PartnerSettings& settings, const PollingConfig& polling,
                          SteadyTime now) {
  recurrence_.SetInterval(settings.interval, polling);
  if (settings == settings_) return;
  const bool is_another = settings.id != settings_.id || settings.base_url != settings_.base_url;
  if (is_another) channels_.reset();
  settings_ = settings;
  token_.reset();
  listing_ = {};
  failed_tries_ = 0;
  told_.reset();
  is_outdated_ = is_waiting_;
  recurrence_.AtOnce(now);
}

SteadyTime PartnerClient::NextAt() const {
  return is_waiting_ ? SteadyTime::max() : recurrence_.next();
}

std::vector<BudgetClaim> PartnerClient::Claims() const {
  return {{{BudgetKind::kPartner, settings_.provider, settings_.name},
           {settings_.requests_per_second, std::chrono::seconds(1)}}};
}

bool PartnerClient::MustLogIn(SteadyTime now) const {
  return settings_.api_key.empty() && (!token_ || token_->renew_at <= now);
}

HttpRequest PartnerClient::Ask(SteadyTime now) {
  is_waiting_ = true;
  asked_ = MustLogIn(now) ? PartnerOperation::kLogin : PartnerOperation::kChannels;
  if (asked_ == PartnerOperation::kLogin) return PartnerLogin(settings_);
  const Secret token = token_ ? token_->token.access : Secret();
  return PartnerChannels(settings_, token, listing_.offset());
}

std::vector<News> PartnerClient::Handle(const Completion& completion) {
  is_waiting_ = false;
  Count(completion);
  if (std::exchange(is_outdated_, false)) return {};
  if (!completion.outcome) return Fail(completion, ReadFailure(completion.outcome.error()));
  return asked_ == PartnerOperation::kLogin ? HandleLogin(completion) : HandlePage(completion);
}

void PartnerClient::Count(const Completion& completion) {
  ++tallies_.operations[static_cast<std::size_t>(asked_)].requests;
  if (const auto failure = FailureOf(completion)) ++Failures(*failure);
}

std::uint64_t& PartnerClient::Failures(RequestFailure reason) {
  return tallies_.operations[static_cast<std::size_t>(asked_)]
      .failures[static_cast<std::size_t>(reason)];
}

// The transport knows the secrets only in the form in which they were sent.
HttpResponse PartnerClient::Scrubbed(const Completion& completion) const {
  HttpResponse response = *completion.outcome;
  Scrub(response, settings_.password);
  Scrub(response, settings_.username);
  if (token_) Scrub(response, token_->token.access);
  return response;
}

std::vector<News> PartnerClient::HandleLogin(const Completion& completion) {
  token_.reset();
  auto token = ReadPartnerToken(Scrubbed(completion));
  if (!token) return Fail(completion, std::move(token.error()));
  const SteadyTime renew_at = RenewAt(*token, completion.ended);
  token_ = Token{std::move(*token), renew_at, false};
  recurrence_.Continue(completion.ended);
  return {};
}

std::vector<News> PartnerClient::HandlePage(const Completion& completion) {
  const bool is_refused = completion.outcome->status == 401 && token_;
  auto page = ReadChannelPage(Scrubbed(completion));
  if (is_refused && std::exchange(token_, std::nullopt)->is_proven) {
    // It was good until now: it has ended, or somebody ended it.
    recurrence_.Continue(completion.ended);
    return {};
  }
  if (!page) return Fail(completion, std::move(page.error()));
  if (token_) token_->is_proven = true;
  return TakePage(completion, *page);
}

std::vector<News> PartnerClient::TakePage(const Completion& completion, const ChannelPage& page) {
  std::string flaw = listing_.Add(page, settings_.page_size);
  if (!flaw.empty()) {
    listing_ = {};
    return Fail(completion, UnreadableAnswer(completion.outcome->status, std::move(flaw)));
  }
  failed_tries_ = 0;
  std::vector<News> news;
  for (const ListedChannel& channel : page.channels) {
    news.emplace_back(
        ChannelTold{settings_.name, channel.account.channel_id, completion.ended, channel.facts});
  }
  if (listing_.IsComplete()) {
    Finish(completion.ended, news);
    Facts fine;
    fine.http_status = completion.outcome->status;
    news.emplace_back(Observed(completion, std::move(fine)));
  } else {
    recurrence_.AtOnce(completion.ended);
  }
  return news;
}

std::vector<News> PartnerClient::Fail(const Completion& completion, Facts facts) {
  const Pacing verdict = judge_(facts);
  if (!FailureOf(completion)) ++Failures(RequestFailure::kBody);
  if (verdict.pace == Pace::kRarely || ++failed_tries_ >= kMostTries) {
    listing_ = {};
    failed_tries_ = 0;
  }
  recurrence_.Bad(verdict, facts.retry_after, completion.ended);
  std::vector<News> news{Observed(completion, std::move(facts))};
  if (completion.outcome && IsRefusedCredential(*completion.outcome)) {
    news.emplace_back(CredentialRefused{SubjectOf(settings_)});
  }
  return news;
}

void PartnerClient::Finish(SteadyTime now, std::vector<News>& news) {
  static const KnownChannels kNone;
  KnownChannels channels = std::move(listing_).Channels(channels_ ? *channels_ : kNone);
  if (channels_) {
    for (ChannelChange& change : Changes(settings_.name, *channels_, channels)) {
      ++tallies_.changes[static_cast<std::size_t>(change.kind)];
      news.emplace_back(std::move(change));
    }
  }
  std::vector<DiscoveredAccount> accounts = AccountsOf(channels);
  if (settings_.discover && told_ != accounts) {
    news.emplace_back(Discovered{SubjectOf(settings_), accounts});
    told_ = std::move(accounts);
  }
  tallies_.channels = CountByStatus(channels);
  channels_ = std::move(channels);
  succeeded_ = now;
  listing_ = {};
  recurrence_.Good(now);
}

SubjectObserved PartnerClient::Observed(const Completion& completion, Facts facts) const {
  SubjectObserved observed{SubjectOf(settings_), completion.started, completion.ended,
                           std::move(facts), std::nullopt};
  if (!completion.outcome) observed.failure = completion.outcome.error();
  return observed;
}

PartnerTallies PartnerClient::Tallies(const WallOffset& wall) const {
  PartnerTallies tallies = tallies_;
  if (succeeded_) tallies.last_success = wall.ToSystem(*succeeded_);
  return tallies;
}

}  // namespace wa
