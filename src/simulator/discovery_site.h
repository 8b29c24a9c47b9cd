#pragma once

#include <map>
#include <string>
#include <vector>

#include "simulator/actors.h"
#include "simulator/api_site.h"
#include "simulator/roster.h"

namespace wa::simulator {

// GET /sd/NAME: accounts of the scenario as Prometheus' HTTP service discovery has targets.
class DiscoverySite final : public ApiSite {
 public:
  // REQUIRES: roster and actors outlive the site.
  DiscoverySite(std::vector<DiscoveryScript> discoveries, Roster* roster, const Actors* actors);
  Exchange Identify(const Request& request) const override;
  AnswerPtr Handle(const Request& request, const Exchange& exchange, const Moment& now) override;

 private:
  struct Source {
    DiscoveryScript script;
    std::vector<std::size_t> accounts;
  };
  std::string Groups(const Source& source, const Moment& now) const;

  std::map<std::string, Source> sources_;  // by path
  const Roster* roster_;
  const Actors* actors_;
};

}  // namespace wa::simulator
