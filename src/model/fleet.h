#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/common.h"
#include "base/optional_time.h"
#include "model/account.h"
#include "model/condition.h"
#include "model/facts.h"
#include "model/http.h"
#include "model/maintenance.h"
#include "model/metrics_mode.h"
#include "model/operation.h"
#include "model/request_failure.h"
#include "model/side_tallies.h"
#include "model/support_case.h"

// What the loop publishes and everybody else reads: immutable values in wall time.
namespace wa {

// An open incident as it is shown.
struct IncidentView {
  std::string id;
  const Condition* condition = nullptr;  // the exported one
  const Condition* seen_now = nullptr;   // what the last bad answer was
  SystemTime start;
  std::optional<SystemTime> earliest_start;
  SystemTime last_seen;
  Duration grace{0};
  std::optional<SystemTime> retry_at;
  std::uint64_t sightings = 0;
  int http_status = 0;
  std::string detail;
  std::string request_id;
  std::vector<std::string> subjects;  // what within the account has it (templates)
  // For people, where webhooks and polls disagree: "A webhook said at 10:03:00 UTC that it is over;
  // the polls still see it." Else empty.
  std::string contradiction;
  // What it comes from (incident/roll_up.h): "provider/d360", or the account that stands for all
  // that have it. Empty: nothing wider. The account's state is what it is either way.
  std::string explained_by = {};

  Duration Lasted() const { return last_seen - start; }
  bool Overdue() const { return IsOverdue(Lasted(), grace); }
  AccountState State() const { return StateOf(*condition, Overdue()); }
};

// What webhooks told of the messages that an account sent, since the start of the process.
struct MessageCounts {
  std::uint64_t total = 0;   // that were sent or failed, each once
  std::uint64_t failed = 0;  // of them
  std::map<std::string, std::uint64_t, std::less<>> failures;  // by slug, from the first one on

  friend bool operator==(const MessageCounts&, const MessageCounts&) = default;
};

struct AccountStatus {
  std::shared_ptr<const Account> account;
  OptionalSystem last_poll;     // end of the last finished poll, good or bad
  OptionalSystem last_success;  // last poll without a condition that stops sending
  OptionalSystem next_poll;     // when the next one is due; unset: never polled
  // Of an account without a key: for so long what its partner's API told of it last is believed.
  OptionalSystem told_until;
  // Another account that has the same key, where each number has one of its own; empty: none.
  Common<std::string> shares_key_with;
  int last_http_status = 0;
  bool known = false;                        // the last polls say something about the account
  Common<std::string> why_unknown;           // for people, if not known
  std::vector<IncidentView> incidents;       // open, worst first
  Common<std::vector<EntityHealth>> health;  // of the last answer that had it
  Common<NumberFacts> number;                // the newest of each
  Duration unavailable{0};
  std::uint64_t restarts = 0;
  Duration restart_time{0};
  Common<MessageCounts> messages;
  OptionalSystem last_event;  // when the last webhook about it came
};

// Why a due poll was not made; values of label `reason`.
enum class SkipReason { kBudget, kOverload };
template <>
struct EnumNames<SkipReason> {
  static constexpr std::array table{
      std::pair{SkipReason::kBudget, std::string_view("budget")},
      std::pair{SkipReason::kOverload, std::string_view("overload")},
  };
};

// Counts per bucket (not cumulative), one more than there are bounds.
template <std::size_t N>
struct Histogram {
  std::array<std::uint64_t, N + 1> counts{};
  double sum = 0.0;  // seconds

  void Add(const std::array<double, N>& bounds, double value) {
    std::size_t bucket = 0;
    while (bucket < N && value > bounds[bucket]) ++bucket;
    ++counts[bucket];
    sum += value;
  }
};

inline constexpr std::array<double, 8> kRequestBounds{.05, .1, .25, .5, 1, 2.5, 5, 10};
inline constexpr std::array<double, 8> kPollDelayBounds{.01, .05, .1, .25, .5, 1, 5, 30};
inline constexpr std::array<double, 8> kEventDelayBounds{1, 5, 15, 60, 300, 900, 3600, 21600};
// The allowance of 600 s is an edge.
inline constexpr std::array<double, 9> kIncidentBounds{30,  60,   120,  300,  600,
                                                       900, 1800, 3600, 21600};

// What happened with one provider since the start of the process.
struct ProviderTallies {
  struct PerOperation {
    std::uint64_t requests = 0;
    std::array<std::uint64_t, 8> failures{};  // by RequestFailure
    std::uint64_t rate_limited = 0;
    std::uint64_t unclassified = 0;
    Histogram<8> duration;
  };
  std::array<PerOperation, EnumNames<Operation>::table.size()> operations{};  // by Operation
  HttpTiming phases;                                                          // sums
  std::array<std::uint64_t, 2> skipped{};                                     // by SkipReason
  Histogram<8> poll_delay;  // of questions about health: from due to asked
  // By slug; every condition of the catalogue is present from the start.
  std::map<std::string, std::uint64_t, std::less<>> incidents;
  std::map<std::string, Histogram<9>, std::less<>> incident_durations;
  // By slug; every condition of scope message, and of registration, is present from the start.
  std::map<std::string, std::uint64_t, std::less<>> message_failures;
  std::map<std::string, std::uint64_t, std::less<>> registration_errors;
  std::map<std::string, std::uint64_t, std::less<>> events;  // by Event::name, each counted once
  Histogram<8> event_delay;                                  // from happening to receipt
};

// An answer, error or event that the catalogue does not know: kept so that the catalogue can be
// extended from what was really seen. Redacted (long numbers and credentials are masked) and short.
struct UnknownAnswer {
  SystemTime first;
  SystemTime last;
  std::uint64_t count = 1;  // alike: same teller, status, code and text
  std::string account;      // of the last one
  std::string teller;       // "poll", "webhook", "observation"
  std::string condition;    // `unknown-error`, `cloud-unknown`
  int http_status = 0;      // 0: none
  std::optional<std::int64_t> code;
  std::string text;
};
inline constexpr std::size_t kMostUnknownAnswers = 100;

struct FleetSnapshot {
  std::vector<std::shared_ptr<const AccountStatus>> accounts;  // by name
  // What is wider than an account (Account::subject): providers, partners, our own network. Of a
  // status only the account, and the incidents, mean anything.
  std::vector<std::shared_ptr<const AccountStatus>> subjects;
  std::vector<ProviderSettings> providers;  // by name
  std::map<std::string, ProviderTallies, std::less<>> tallies;
  std::shared_ptr<const std::vector<Condition>> conditions;  // what the pointers above point into
  std::vector<RestartAllowance> allowances;
  SystemTime published;
  MetricsMode metrics_mode = MetricsMode::kFull;  // how much /metrics says of each account
  Duration polling_interval{0};                   // healthy
  Duration poll_lag{0};                           // how late the most overdue poll is
  std::size_t in_flight = 0;
  std::string uplink;                                           // "up", "down", "unknown"
  std::shared_ptr<const std::vector<UnknownAnswer>> unknown;    // newest first; never null
  std::map<std::string, PartnerTallies, std::less<>> partners;  // those whose API is asked
  std::map<std::string, SourceTallies, std::less<>> sources;    // by the source's name
  std::vector<StatusPageLevel> status_pages;                    // those of which something is known
  std::vector<BudgetView> budgets;                              // by kind and provider
  // Incidents of our own network, which is no provider's: opened so far, by slug.
  std::map<std::string, std::uint64_t, std::less<>> own_incidents;
  // By provider: how much sooner its last outage was seen here than its status page told of it.
  std::map<std::string, Duration, std::less<>> status_page_leads;
  // By the beginning of the next time; never null. Whose time it is now: MaintenanceOf().
  std::shared_ptr<const std::vector<MaintenanceView>> maintenance =
      std::make_shared<const std::vector<MaintenanceView>>();
  // Cases at the providers' support that are open, or were closed at most 31 days ago; the newest
  // first, never null.
  std::shared_ptr<const std::vector<SupportCase>> cases =
      std::make_shared<const std::vector<SupportCase>>();

  const AccountStatus* Find(std::string_view account) const;
};

// How the account is at `now`: as the worst of its open incidents says. While our own trouble keeps
// us from looking, or its partner's API tells nothing, it is unknown, but for what somebody was
// already called for. Past its own due time plus three intervals it is unknown, whatever was seen
// last: a frozen loop must not look alive.
AccountState StateAt(const AccountStatus& status, SystemTime now, Duration polling_interval);
bool IsStale(const AccountStatus& status, SystemTime now, Duration polling_interval);

// Why nobody knows how the account is, for people; empty if it is known.
std::string WhyUnknown(const AccountStatus& status, SystemTime now, Duration polling_interval);

// One sentence for people: what to do about the account now.
std::string NextStep(const AccountStatus& status, SystemTime now, Duration polling_interval);

}  // namespace wa
