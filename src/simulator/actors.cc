#include "simulator/actors.h"

namespace wa::simulator {

Actors ActorsOf(const Scenario& scenario) {
  Actors actors;
  for (const PartnerScript& partner : scenario.partners) {
    actors.emplace("partner/" + partner.name,
                   Actor(Speaker::kPartner, partner.script, GoodFields()));
  }
  for (const StatusPageScript& page : scenario.status_pages) {
    actors.emplace("status-page/" + page.name, Actor(Speaker::kStatusPage, page.script, page.good));
  }
  for (const DiscoveryScript& discovery : scenario.discoveries) {
    actors.emplace("discovery/" + discovery.name,
                   Actor(Speaker::kDiscovery, discovery.script, GoodFields()));
  }
  return actors;
}

}  // namespace wa::simulator
