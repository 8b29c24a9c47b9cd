#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "base/wall_offset.h"
#include "condition/catalogue.h"
#include "config/config.h"
#include "incident/incident_store.h"
#include "incident/lead_time.h"
#include "incident/provider_outage.h"
#include "incident/uplink.h"
#include "monitor/fleet_watch.h"
#include "monitor/prepared_config.h"

namespace wa {

// What all accounts together show: that a provider has an outage, that our own network is down, and
// which incidents come from a wider one. Owned by the loop.
class CauseTree {
 public:
  // REQUIRES: what is passed by reference outlives it.
  CauseTree(const Catalogue& catalogue, const WallOffset& wall, FleetWatch& fleet)
      : catalogue_(catalogue), wall_(wall), fleet_(fleet) {}

  // Another configuration, which the fleet has taken up; `slots` are those of its accounts.
  void Adopt(const Config& config, const KeySharing& sharing,
             const std::vector<std::size_t>& slots);
  // What earlier runs learned, and outages that the fleet took up.
  void Restore(const std::vector<UsualShareRecord>& usual);

  // Looks at everything if it is time. `uplink`: how the last polls found it; `why_down`: for
  // people, if it is.
  void Judge(SteadyTime now, UplinkState uplink, const std::string& why_down);
  SteadyTime NextAt() const { return next_; }

  // Says which incidents come from a wider one, as they are now.
  void Explain();

  // By provider: how much sooner its last outage was seen than its status page told of it.
  std::map<std::string, Duration, std::less<>> Leads() const;

  // What must be stored since the last time.
  std::vector<UsualShareRecord> TakeLearned();

 private:
  void JudgeProviders(SteadyTime now);
  void MeasureLead(const std::string& provider, std::size_t subject);
  void JudgeUplink(SteadyTime now, UplinkState uplink, const std::string& why_down);
  void Tell(const std::string& subject, std::string_view slug, bool is_ill, std::string detail,
            SteadyTime now);

  const Catalogue& catalogue_;
  const WallOffset& wall_;
  FleetWatch& fleet_;
  std::map<std::string, ProviderOutage, std::less<>> outages_;  // by provider
  std::map<std::string, LeadTime, std::less<>> leads_;          // by provider
  std::vector<std::size_t> credential_;  // by slot; the same number: the same key; 0: its own
  SteadyTime next_;
};

}  // namespace wa
