#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "condition/catalogue.h"
#include "config/config.h"
#include "model/fleet.h"
#include "monitor/account_source.h"
#include "monitor/partner_client.h"
#include "monitor/requests.h"
#include "monitor/side_task.h"
#include "monitor/status_page.h"
#include "schedule/budget_book.h"

namespace wa {

// What an answer to a side task told, the host that was asked, and as what that is to be counted.
struct SideAnswer {
  std::string host;
  std::optional<CountedAs> counted;
  std::vector<News> news;
};

// All that is asked beside the polls, as the configuration says: partners, sources of accounts,
// status pages. Starts what is due and brings each answer to whom it is for. Owned by the loop.
class SideTasks {
 public:
  explicit SideTasks(SourceReaders readers) : readers_(std::move(readers)) {}
  SideTasks(const SideTasks&) = delete;
  SideTasks& operator=(const SideTasks&) = delete;

  // From the start, and after each reload. What did not change goes on as if nothing had happened;
  // what changed is asked at once; what is gone tells nothing any more. REQUIRES: catalogue.
  void Adopt(const Config& config, std::shared_ptr<const Catalogue> catalogue, SteadyTime now);

  // Starts what is due, as far as the budgets allow, and at most `room` requests.
  void StartDue(SteadyTime now, std::size_t room, Requests& requests, BudgetBook& budgets);

  // When something can be started that could not when StartDue() was last called; without what
  // waits for room.
  SteadyTime NextAt() const;

  bool Owns(TransferId id) const { return flying_.count(id) > 0; }
  // REQUIRES: Owns(completion.id).
  SideAnswer Handle(const Completion& completion, BudgetBook& budgets);

  std::size_t InFlight() const { return flying_.size(); }

  // Sets the snapshot's partners, sources and status pages.
  void Show(FleetSnapshot& snapshot, const WallOffset& wall, SteadyTime now) const;

 private:
  template <typename Task, typename Settings>
  struct Kept {
    Settings settings;
    std::shared_ptr<Task> task;
  };
  using WabaSettings = std::pair<WabaSource, ProviderSettings>;
  struct Listed {
    std::shared_ptr<SideTask> task;
    SteadyTime not_before;  // for want of a budget
    SteadyTime At() const { return std::max(task->NextAt(), not_before); }
  };
  struct Flight {
    std::shared_ptr<SideTask> task;
    std::string host;
    std::vector<BudgetClaim> claims;
  };

  Pacing JudgeBy(const Facts& facts) const;
  void AdoptPartners(const Config& config, SteadyTime now);
  void AdoptPages(const Config& config, SteadyTime now);
  void AdoptWabaSources(const Config& config, SteadyTime now);
  void AdoptHttpSources(const Config& config, SteadyTime now);
  void AdoptSource(std::shared_ptr<AccountSource>& source, SourceKind kind, bool is_changed,
                   SteadyTime now);
  void ListAll();
  bool Start(Listed& listed, SteadyTime now, Requests& requests, BudgetBook& budgets);

  const SourceReaders readers_;
  std::shared_ptr<const Catalogue> catalogue_;
  PollingConfig polling_;
  ConditionOverrides overrides_;
  std::map<std::string, std::shared_ptr<PartnerClient>> partners_;
  std::map<std::string, std::shared_ptr<StatusPage>> pages_;
  std::map<std::string, Kept<AccountSource, WabaSettings>> waba_sources_;
  std::map<std::string, Kept<AccountSource, HttpSource>> http_sources_;
  std::vector<Listed> all_;
  std::unordered_map<TransferId, Flight> flying_;
  SteadyTime started_at_;  // when StartDue() was last called
};

}  // namespace wa
