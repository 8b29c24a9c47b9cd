#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "base/clock.h"
#include "life/defect.h"
#include "model/fleet.h"

namespace wa::life {

// Nothing that anybody would have to know.
bool ShowsNothing(const FleetSnapshot& shown);

// The way from what the exporter publishes to whoever looks: nothing happens there, but for a
// mistake on purpose.
class View {
 public:
  explicit View(Defect defect) : defect_(defect) {}

  std::shared_ptr<const FleetSnapshot> Of(std::shared_ptr<const FleetSnapshot> published,
                                          SteadyTime now);

 private:
  struct Kept {
    IncidentView incident;
    SteadyTime shown;  // last
  };
  void Mistake(const FleetSnapshot& published, AccountStatus& status, SteadyTime now);
  void Linger(AccountStatus& status, SteadyTime now, Duration longer);
  void Bridge(AccountStatus& status, SteadyTime now);

  const Defect defect_;
  std::shared_ptr<const FleetSnapshot> frozen_;
  std::map<std::pair<std::string, std::string>, Kept> kept_;  // by name and key of the incident
};

}  // namespace wa::life
