#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/wall_offset.h"
#include "config/config.h"
#include "model/side_tallies.h"
#include "monitor/recurrence.h"
#include "monitor/side_task.h"

namespace wa {

// One page of the accounts that a source names.
struct SourcePage {
  std::vector<DiscoveredAccount> accounts;
  std::string next;  // where the list goes on, as `ask` takes it; empty: it was the last page
};

// How a source is asked and its answers are read: what differs between the numbers of a business
// account and service discovery. The functions are pure.
struct SourceKind {
  std::string name;  // "waba/NAME", "http_sd/NAME"
  Duration interval{0};
  std::vector<BudgetClaim> claims;
  std::optional<CountedAs> counted;
  std::function<HttpRequest(const std::string& after)> ask;
  // Only of good answers (2xx); an error is for people.
  std::function<Result<SourcePage>(const HttpResponse& response)> read;
};

// What the providers' folder knows of these sources.
struct SourceReaders {
  // The question for the numbers of a business account, and one page of the answer.
  std::function<HttpRequest(const WabaSource& source, const ProviderSettings& provider,
                            const std::string& after)>
      ask_numbers;
  std::function<Result<SourcePage>(const HttpResponse& response)> read_numbers;
  // The JSON of Prometheus' service discovery.
  std::function<Result<std::vector<DiscoveredAccount>>(std::string_view json)> read_discovery;
};

// The numbers of a business account.
SourceKind WabaSourceKind(const WabaSource& source, const ProviderSettings& provider,
                          const SourceReaders& readers);

// Service discovery in Prometheus' form, by HTTP.
SourceKind HttpSourceKind(const HttpSource& source, const SourceReaders& readers);

// Asks a source of accounts, page by page, and tells which accounts there are (Discovered) when
// that changed. A failure never takes an account away: it is told once (SourceFailed), and the list
// begins anew.
class AccountSource final : public SideTask {
 public:
  AccountSource(SourceKind kind, const PollingConfig& polling, PacingOf judge, SteadyTime now);

  // Goes on with what the settings are now: at once, if they changed.
  void Adopt(SourceKind kind, bool is_changed, const PollingConfig& polling, SteadyTime now);

  SteadyTime NextAt() const override;
  std::vector<BudgetClaim> Claims() const override { return kind_.claims; }
  std::optional<CountedAs> Counted() const override { return kind_.counted; }
  HttpRequest Ask(SteadyTime now) override;
  std::vector<News> Handle(const Completion& completion) override;

  const std::string& name() const { return kind_.name; }
  SourceTallies Tallies(const WallOffset& wall) const;

 private:
  std::vector<News> HandleAnswer(const Completion& completion);
  std::vector<News> Fail(std::string why, const Facts& facts, SteadyTime now);
  std::vector<News> Finish(SteadyTime now);
  void StartOver();

  SourceKind kind_;
  PacingOf judge_;
  Recurrence recurrence_;
  bool is_waiting_ = false;   // for an answer
  bool is_outdated_ = false;  // that answer: it was asked with other settings

  std::vector<DiscoveredAccount> listed_;  // on the pages so far
  std::string after_;                      // where the next page begins
  std::set<std::string> visited_;          // where pages began
  std::optional<std::vector<DiscoveredAccount>> told_;
  std::string why_failed_;  // told last; empty: it did not
  std::size_t accounts_ = 0;
  std::optional<SteadyTime> succeeded_;
};

}  // namespace wa
