#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "incident/incident_store.h"

namespace wa::test {

// What is appended is durable at once, or, while held back, once that ends. Survives the monitors
// that use it.
class MemoryIncidentStore final : public IncidentStore {
 public:
  Result<StoredState> Load() override {
    StoredState state;
    for (const auto& [id, record] : incidents_) {
      if (!record.ended) state.open_incidents.push_back(record);
    }
    for (const auto& [account, totals] : totals_) state.totals.push_back(totals);
    state.events.assign(events_.begin(), events_.end());
    for (const auto& [hour, share] : usual_shares_) state.usual_shares.push_back(share);
    for (const auto& [id, maintenance] : maintenance_) state.maintenance.push_back(maintenance);
    for (const auto& [id, support_case] : cases_) state.cases.push_back(support_case);
    return state;
  }

  Ticket Append(StoreBatch batch) override {
    waiting_.push_back(std::move(batch));
    ++appended_;
    if (!held_back_) Write();
    return appended_;
  }

  Ticket Durable() const override {
    const Ticket durable = appended_ - waiting_.size();
    if (after_look_) after_look_();
    return durable;
  }

  // What happens right after somebody looked at Durable(), as the writer's thread may do.
  void AfterLook(std::function<void()> happens) { after_look_ = std::move(happens); }

  void HoldBack(bool on) {
    held_back_ = on;
    if (!on) Write();
  }

  const std::map<std::string, IncidentRecord>& incidents() const { return incidents_; }
  const std::deque<EventDigest>& events() const { return events_; }
  const std::deque<AnswerRecord>& answers() const { return answers_; }
  // By start: until when somebody looked.
  const std::map<SystemTime, SystemTime>& runs() const { return runs_; }

 private:
  void Write() {
    for (StoreBatch& batch : std::exchange(waiting_, {})) {
      for (IncidentRecord& record : batch.incidents) {
        std::string id = record.id;
        incidents_.insert_or_assign(std::move(id), std::move(record));
      }
      for (AccountTotals& totals : batch.totals) {
        std::string account = totals.account;
        totals_.insert_or_assign(std::move(account), std::move(totals));
      }
      for (UsualShareRecord& share : batch.usual_shares) {
        const std::pair hour(share.provider, share.hour);
        usual_shares_.insert_or_assign(hour, std::move(share));
      }
      for (Maintenance& maintenance : batch.maintenance) {
        std::string id = maintenance.id;
        maintenance_.insert_or_assign(std::move(id), std::move(maintenance));
      }
      for (SupportCase& support_case : batch.cases) {
        std::string id = support_case.id;
        cases_.insert_or_assign(std::move(id), std::move(support_case));
      }
      events_.insert(events_.end(), batch.events.begin(), batch.events.end());
      while (events_.size() > kRememberedEvents) events_.pop_front();
      for (AnswerRecord& answer : batch.answers.records) answers_.push_back(std::move(answer));
      for (const AnswerRun& run : batch.answers.runs)
        runs_.insert_or_assign(run.started, run.alive);
    }
  }

  std::map<std::string, IncidentRecord> incidents_;
  std::map<std::string, AccountTotals> totals_;
  std::map<std::pair<std::string, int>, UsualShareRecord> usual_shares_;
  std::map<std::string, Maintenance> maintenance_;
  std::map<std::string, SupportCase> cases_;
  std::deque<EventDigest> events_;  // oldest first
  std::deque<AnswerRecord> answers_;
  std::map<SystemTime, SystemTime> runs_;
  std::vector<StoreBatch> waiting_;
  Ticket appended_ = 0;
  bool held_back_ = false;
  std::function<void()> after_look_;
};

}  // namespace wa::test
