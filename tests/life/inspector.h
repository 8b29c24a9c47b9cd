#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "condition/catalogue.h"
#include "incident/incident_store.h"
#include "life/asking.h"
#include "life/judge.h"
#include "life/life.h"
#include "life/prometheus.h"
#include "life/provider.h"
#include "life/truth.h"
#include "life/violation.h"
#include "model/fleet.h"
#include "support/fake_clock.h"

namespace wa::life {

// Holds what the exporter does, shows and stores against the truth. Keeps the first violation.
class Inspector {
 public:
  // All outlive it. `catalogue` is the shipped one.
  Inspector(const Life& life, const Truth& truth, const Catalogue& catalogue,
            const test::FakeClock& clock);

  void Asked(const Provider::Question& question);
  // Another configuration was taken up.
  void Configured();
  void Stored(const StoreBatch& batch);
  // A new snapshot, or another turn with the same.
  void Look(const FleetSnapshot& shown);
  // After a scrape with an evaluation in which these pages began.
  void Scraped(const FleetSnapshot& shown, const Prometheus& prometheus,
               const std::vector<PageName>& began);
  // The clock was set: for a moment times in the snapshot are of before.
  void ClockWasSet(SteadyTime settled) { settled_ = settled; }
  // The exporter died, and came back.
  void Died(const FleetSnapshot* shown);
  void Restored(const FleetSnapshot& shown);

  const std::optional<Violation>& violation() const {
    return asking_.violation() ? asking_.violation() : violation_;
  }
  std::size_t Incidents() const { return records_.size(); }

 private:
  static constexpr std::string_view kUplink = "exporter/uplink";
  // Wall time is translated with as much tolerance by the exporter.
  static constexpr Duration kRounding = std::chrono::milliseconds(1500);
  // An outage of a provider is one after so long, and over likewise (incident/provider_outage.h).
  static constexpr Duration kOutageHolds = std::chrono::minutes(2);
  // Until what accounts have together is looked at, and shown.
  static constexpr Duration kLookedAt = std::chrono::seconds(30);

  struct Known {
    std::string account;
    std::string key;
    bool ended = false;
  };

  void Break(Rule rule, std::string text);
  SteadyTime ToSteady(SystemTime time) const;
  std::optional<std::size_t> MemberOf(std::string_view name) const;
  bool IsConfigured(std::size_t member) const;
  Duration GraceOf(std::optional<std::size_t> member, Cause cause, SteadyTime* since) const;
  const Course& CourseOf(std::optional<std::size_t> member) const;

  void CheckOpen(const AccountStatus& status, const IncidentView& incident);
  void CheckStart(const Course& course, Cause cause, const IncidentView& incident);
  void CheckEarliestStart(const Course& course, Cause cause, const IncidentView& incident);
  void CheckOver(std::optional<std::size_t> member, Cause cause, const IncidentView& incident);
  void CheckOutageOver(const std::string& provider, const IncidentView& incident);
  void CheckSeen(const AccountStatus* status, std::optional<std::size_t> member, Cause cause);
  void CheckEnd(const IncidentRecord& record);
  void CheckPage(const PageName& page);
  void CheckOneCause(std::size_t member, const PageName& page, Cause cause);
  void CheckPaged(const FleetSnapshot& shown, const Prometheus& prometheus,
                  std::optional<std::size_t> member, Cause cause);
  Duration DownFor(Duration grace) const;
  bool SomebodyAsks(SteadyTime since) const;
  std::size_t Troubled(const std::string& provider, SteadyTime then) const;

  const Life& life_;
  const Truth& truth_;
  const Catalogue& catalogue_;
  const test::FakeClock& clock_;
  Patience patience_;
  Asking asking_;
  std::optional<Violation> violation_;
  SteadyTime settled_;
  std::vector<SteadyTime> explained_;     // when last something explained what a member has
  std::map<std::string, Known> records_;  // that were written, by id
  std::map<std::pair<std::string, std::string>, std::string> open_;        // account, key -> id
  std::map<std::string, SteadyTime> starts_;                               // as first shown, by id
  std::map<std::string, std::map<std::string, SystemTime>> shown_before_;  // account -> id -> start
};

}  // namespace wa::life
