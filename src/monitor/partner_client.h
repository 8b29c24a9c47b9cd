#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/wall_offset.h"
#include "config/config.h"
#include "model/operation.h"
#include "model/side_tallies.h"
#include "monitor/channel_listing.h"
#include "monitor/recurrence.h"
#include "monitor/side_task.h"

namespace wa {

// Asks one partner's API for its channels, page by page, after a login where there is no key. Each
// page tells of its channels (ChannelTold). Only a whole listing says that channels came, went or
// moved (ChannelChange; each is compared with the one before, if need be of an earlier run), which
// accounts there are (Discovered, when that changed) and that the partner is well
// (SubjectObserved). A failure says what is wrong with the partner, and changes nothing else; the
// listing goes on with the same page, after three failures with the first.
class PartnerClient final : public SideTask {
 public:
  // REQUIRES: settings.HasApi().
  PartnerClient(PartnerSettings settings, const PollingConfig& polling, PacingOf judge,
                SteadyTime now);

  // What was listed in an earlier run, which the first listing is compared with. Before that.
  void Remember(const std::vector<DiscoveredAccount>& accounts);

  // Goes on with these settings: at once, and with a new login, if they changed.
  void Adopt(const PartnerSettings& settings, const PollingConfig& polling, SteadyTime now);

  SteadyTime NextAt() const override;
  std::vector<BudgetClaim> Claims() const override;
  std::optional<CountedAs> Counted() const override { return std::nullopt; }
  HttpRequest Ask(SteadyTime now) override;
  std::vector<News> Handle(const Completion& completion) override;

  // Since the start.
  PartnerTallies Tallies(const WallOffset& wall) const;

 private:
  struct Token {
    PartnerToken token;
    SteadyTime renew_at;
    bool is_proven = false;  // a page was read with it
  };
  bool MustLogIn(SteadyTime now) const;
  void Count(const Completion& completion);
  std::uint64_t& Failures(RequestFailure reason);  // of what was asked last
  HttpResponse Scrubbed(const Completion& completion) const;
  std::vector<News> HandleLogin(const Completion& completion);
  std::vector<News> HandlePage(const Completion& completion);
  std::vector<News> TakePage(const Completion& completion, const ChannelPage& page);
  std::vector<News> Fail(const Completion& completion, Facts facts);
  void Finish(SteadyTime now, std::vector<News>& news);
  SubjectObserved Observed(const Completion& completion, Facts facts) const;

  PartnerSettings settings_;
  PacingOf judge_;
  Recurrence recurrence_;
  std::optional<Token> token_;
  PartnerOperation asked_ = PartnerOperation::kChannels;  // last
  bool is_waiting_ = false;                               // for the answer
  bool is_outdated_ = false;  // that answer: it was asked with other settings

  ChannelListing listing_;
  int failed_tries_ = 0;                   // of the page that is due
  std::optional<KnownChannels> channels_;  // of the last whole listing
  std::optional<std::vector<DiscoveredAccount>> told_;
  PartnerTallies tallies_;
  std::optional<SteadyTime> succeeded_;
};

}  // namespace wa
