#pragma once

#include <memory>
#include <vector>

#include "simulator/actors.h"
#include "simulator/api_site.h"
#include "simulator/dialog360_site.h"
#include "simulator/discovery_site.h"
#include "simulator/graph_site.h"
#include "simulator/limits.h"
#include "simulator/onprem_site.h"
#include "simulator/partner_site.h"
#include "simulator/record.h"
#include "simulator/request.h"
#include "simulator/roster.h"
#include "simulator/status_page_site.h"
#include "simulator/story_time.h"

namespace wa::simulator {

// All APIs at one address: finds out by path and credential which one is asked, counts under the
// limits, and writes down what was asked. Any method but GET is refused with 405, but for the login
// of the Partner API. Not thread-safe.
class ProviderSite {
 public:
  struct Parts {
    Roster* roster;
    const Actors* actors;
    Limits* limits;
    Record* record;
    const StoryTime* time;
  };
  // REQUIRES: the parts outlive the site. Takes partners, pages and discoveries of the scenario.
  ProviderSite(const Parts& parts, Scenario scenario);
  AnswerPtr Handle(const Request& request);
  // The longest body that is read of it: that of a login.
  std::size_t BodyLimit(const Request& request) const;

  PartnerSite* partners() { return &partners_; }

 private:
  ApiSite* SiteFor(const Request& request);
  AnswerPtr AnswerTo(const Request& request, const Exchange& exchange, const Moment& now,
                     ApiSite* site, bool* beyond_limit);
  RecordedRequest Describe(const Request& request, const Exchange& exchange,
                           const Moment& now) const;

  Parts parts_;
  Dialog360Site dialog360_;
  OnPremSite onprem_;
  GraphSite graph_;
  PartnerSite partners_;
  StatusPageSite status_pages_;
  DiscoverySite discoveries_;
  const AnswerPtr method_not_allowed_;
};

}  // namespace wa::simulator
