#pragma once

#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "condition/catalogue.h"
#include "load/load_conditions.h"
#include "model/fleet.h"

namespace wa::test {

using std::chrono::minutes;
using std::chrono::seconds;

inline constexpr SystemTime kNow{seconds(1'795'507'950)};  // 2026-11-24T08:12:30Z

inline const Catalogue& Shipped() {
  static const auto catalogue = LoadConditions("").value();
  return *catalogue;
}

// Of the shipped catalogue, in its order.
inline std::shared_ptr<const std::vector<Condition>> Some(
    std::initializer_list<std::string_view> slugs) {
  auto some = std::make_shared<std::vector<Condition>>();
  for (const Condition& condition : *Shipped().conditions()) {
    const bool wanted = std::find(slugs.begin(), slugs.end(), condition.slug) != slugs.end();
    if (wanted) some->push_back(condition);
  }
  return some;
}

// A fleet at one provider, account by account, with the shipped conditions or some of them; all of
// the accounts were polled ten seconds ago.
class FleetBuilder {
 public:
  explicit FleetBuilder(
      std::shared_ptr<const std::vector<Condition>> conditions = Shipped().conditions()) {
    ProviderSettings d360;
    d360.name = "d360";
    snapshot_.providers = {d360};
    snapshot_.conditions = std::move(conditions);
    snapshot_.allowances = Shipped().allowances();
    snapshot_.published = kNow - seconds(1);
    snapshot_.polling_interval = minutes(1);
    snapshot_.uplink = "up";
    snapshot_.unknown = std::make_shared<const std::vector<UnknownAnswer>>();
    ProviderTallies& tallies = snapshot_.tallies["d360"];
    for (const Condition& condition : *snapshot_.conditions) {
      tallies.incidents[condition.slug] = 0;
      if (condition.StopsSending()) tallies.incident_durations[condition.slug] = {};
      if (condition.scope == Scope::kMessage) tallies.message_failures[condition.slug] = 0;
      if (condition.group == "registration") tallies.registration_errors[condition.slug] = 0;
    }
    for (const char* event : {"account_update", "message_failed", "message_sent", "other"})
      tallies.events[event] = 0;
  }

  // The last one added, to be changed. REQUIRES: added in the order of their names.
  AccountStatus& Add(const std::string& name) {
    account_ = std::make_shared<Account>();
    account_->name = name;
    account_->provider = "d360";
    account_->plan = Plan::kRegular;
    status_ = std::make_shared<AccountStatus>();
    status_->account = account_;
    status_->last_poll = kNow - seconds(10);
    status_->last_success = kNow - seconds(10);
    status_->next_poll = kNow + seconds(50);
    status_->last_http_status = 200;
    status_->known = true;
    snapshot_.accounts.push_back(status_);
    return *status_;
  }
  Account& LastAccount() { return *account_; }

  // Something wider than an account; AddIncident() goes on with it.
  Account& AddSubject(SubjectKind kind, const std::string& name) {
    account_ = std::make_shared<Account>();
    account_->name = name;
    account_->subject = kind;
    if (kind == SubjectKind::kProvider) account_->provider = "d360";
    status_ = std::make_shared<AccountStatus>();
    status_->account = account_;
    snapshot_.subjects.push_back(status_);
    return *account_;
  }

  // To the last one added, seen until ten seconds ago.
  IncidentView& AddIncident(std::string_view slug, Duration lasted) {
    IncidentView incident;
    incident.condition = incident.seen_now = Find(slug);
    incident.last_seen = kNow - seconds(10);
    incident.start = incident.last_seen - lasted;
    incident.earliest_start = incident.start - seconds(60);
    incident.grace = incident.condition->GraceFor(account_->kind, account_->plan);
    if (incident.condition->StopsSending()) status_->last_success = incident.earliest_start;
    return status_->incidents.emplace_back(std::move(incident));
  }

  FleetSnapshot& snapshot() { return snapshot_; }
  ProviderTallies& tallies() { return snapshot_.tallies["d360"]; }
  std::shared_ptr<const FleetSnapshot> Build() const {
    return std::make_shared<const FleetSnapshot>(snapshot_);
  }

 private:
  const Condition* Find(std::string_view slug) const {
    for (const Condition& condition : *snapshot_.conditions) {
      if (condition.slug == slug) return &condition;
    }
    return nullptr;
  }

  FleetSnapshot snapshot_;
  std::shared_ptr<Account> account_;
  std::shared_ptr<AccountStatus> status_;
};

}  // namespace wa::test
