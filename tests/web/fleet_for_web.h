#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/fleet.h"
#include "model/probe.h"
#include "web/backend.h"

namespace wa::test {

using std::chrono::minutes;
using std::chrono::seconds;

inline constexpr SystemTime kNow{seconds(1'795'507'950)};  // 2026-11-24T08:12:30Z

// A small fleet, account by account; all of them were polled ten seconds ago.
class FleetBuilder {
 public:
  FleetBuilder() {
    snapshot_.polling_interval = minutes(1);
    snapshot_.published = kNow - seconds(1);
    snapshot_.uplink = "up";
    snapshot_.conditions = conditions_;
    snapshot_.unknown = std::make_shared<const std::vector<UnknownAnswer>>();
  }

  // The last one added, to be changed.
  AccountStatus& Add(const std::string& name, const std::string& provider = "d360") {
    auto account = std::make_shared<Account>();
    account->name = name;
    account->provider = provider;
    account->plan = Plan::kRegular;
    auto status = std::make_shared<AccountStatus>();
    status->account = account;
    status->last_poll = kNow - seconds(10);
    status->last_success = kNow - seconds(10);
    status->next_poll = kNow + seconds(50);
    status->last_http_status = 200;
    status->known = true;
    accounts_.push_back(account);
    statuses_.push_back(status);
    return *status;
  }
  Account& LastAccount() { return *accounts_.back(); }

  // The service does not answer: 10 minutes are allowed, then it is for support.
  static IncidentView Restart(Duration started_before) {
    return Make((*conditions_)[0], started_before, minutes(10));
  }
  // The key is wrong: nothing is allowed.
  static IncidentView InvalidKey(Duration started_before) {
    return Make((*conditions_)[1], started_before, Duration(0));
  }
  // Messages go out, but not to everybody.
  static IncidentView Limited(Duration started_before) {
    return Make((*conditions_)[2], started_before, minutes(60));
  }
  static const Condition& BadGateway() { return (*conditions_)[3]; }

  AccountStatus& AddWith(const std::string& name, IncidentView incident) {
    AccountStatus& status = Add(name);
    status.incidents.push_back(std::move(incident));
    return status;
  }

  // Something wider than an account.
  void AddSubject(const std::string& name, IncidentView incident) {
    auto subject = std::make_shared<Account>();
    subject->name = name;
    subject->subject = SubjectKind::kProvider;
    auto status = std::make_shared<AccountStatus>();
    status->account = subject;
    status->incidents.push_back(std::move(incident));
    snapshot_.subjects.push_back(status);
  }

  FleetSnapshot& snapshot() { return snapshot_; }
  std::shared_ptr<const FleetSnapshot> Build() {
    auto built = std::make_shared<FleetSnapshot>(snapshot_);
    built->accounts.assign(statuses_.begin(), statuses_.end());
    std::sort(built->accounts.begin(), built->accounts.end(),
              [](const auto& a, const auto& b) { return a->account->name < b->account->name; });
    return built;
  }

 private:
  static std::vector<Condition> MakeConditions() {
    std::vector<Condition> conditions(4);
    Condition& error = conditions[0];
    error.slug = "internal-server-error";
    error.title = "The service is restarting or broken";
    error.severity = Severity::kCritical;
    error.contact = Contact::kSupport;
    error.state = AccountState::kWait;
    error.action = "Wait; contact support if it lasts longer than allowed.";
    Condition& key = conditions[1];
    key.slug = "invalid-api-key";
    key.title = "The API key is not valid";
    key.owner = Owner::kYou;
    key.scope = Scope::kCredential;
    key.severity = Severity::kCritical;
    key.state = AccountState::kDown;
    key.action = "Put a valid key into the key file.";
    Condition& limited = conditions[2];
    limited.slug = "health-limited";
    limited.title = "Sending is limited";
    limited.owner = Owner::kMeta;
    limited.state = AccountState::kDegraded;
    limited.action = "Look at the business verification.";
    Condition& gateway = conditions[3];
    gateway.slug = "gateway-error";
    gateway.title = "The gateway does not reach the service";
    return conditions;
  }

  static IncidentView Make(const Condition& condition, Duration started_before, Duration grace) {
    IncidentView incident;
    incident.id = condition.slug + "/1";
    incident.condition = &condition;
    incident.seen_now = &condition;
    incident.start = kNow - seconds(10) - started_before;
    incident.earliest_start = incident.start - seconds(60);
    incident.last_seen = kNow - seconds(10);
    incident.grace = grace;
    incident.sightings = 4;
    incident.http_status = condition.slug == "health-limited" ? 200 : 500;
    return incident;
  }

  static inline const auto conditions_ =
      std::make_shared<const std::vector<Condition>>(MakeConditions());
  FleetSnapshot snapshot_;
  std::vector<std::shared_ptr<Account>> accounts_;
  std::vector<std::shared_ptr<AccountStatus>> statuses_;
};

// One of each kind.
inline std::shared_ptr<const FleetSnapshot> MixedFleet() {
  FleetBuilder fleet;
  fleet.Add("berlin-shop");
  fleet.AddWith("hamburg-shop", FleetBuilder::Restart(seconds(192)));
  fleet.AddWith("munich-shop", FleetBuilder::Restart(seconds(760)));
  fleet.AddWith("paris-support", FleetBuilder::InvalidKey(seconds(19)));
  fleet.AddWith("rome-support", FleetBuilder::Limited(minutes(30)));
  fleet.Add("vienna-shop", "other").known = false;
  return fleet.Build();
}

// A backend of which every answer can be set before it is used.
inline Backend MakeBackend(std::shared_ptr<const FleetSnapshot> snapshot) {
  Backend backend;
  backend.snapshot = [snapshot] { return snapshot; };
  backend.exposition = [texts = std::array{std::make_shared<const std::string>("waba_accounts 6\n"),
                                           std::make_shared<const std::string>("\x1f\x8b zipped"),
                                           std::make_shared<const std::string>("# EOF\n"),
                                           std::make_shared<const std::string>("\x1f\x8b EOF")}](
                           TextFormat format, bool gzip) {
    return texts[(format == TextFormat::kOpenMetrics ? 2 : 0) + (gzip ? 1 : 0)];
  };
  backend.now = [] { return kNow; };
  backend.config = [config = std::make_shared<const Config>()] { return config; };
  backend.reload = [](const std::function<void(ReloadOutcome)>& done) {
    done({false, {"my.toml:3:1: unknown key 'intervall'"}, {}});
  };
  backend.probe = [](const std::string&, const std::function<void(ProbeAnswer)>& done) {
    ProbeAnswer answer;
    answer.success = true;
    answer.http_status = 200;
    done(answer);
  };
  backend.evidence = [](const std::string&) { return Evidence(); };
  backend.past = [](const PastQuery&, const std::function<void(Result<Past>)>& done) {
    done(Past());
  };
  backend.catalogue = [] {
    Condition unknown;
    unknown.slug = kUnknownErrorSlug;
    unknown.graces = {Grace{}};
    return Catalogue::Make({unknown}, {}).value();
  };
  backend.deliver = [](const std::vector<Told>&, const std::function<void(Delivered)>& done) {
    done(Delivered::kDurable);
  };
  backend.count_webhook = [](std::string_view, int, std::optional<WebhookRefusal>) {};
  backend.loop_is_turning = [] { return true; };
  backend.ready = [] { return true; };
  backend.count_request = [](std::string_view, int) {};
  backend.version = "1.2.3";
  return backend;
}

}  // namespace wa::test
