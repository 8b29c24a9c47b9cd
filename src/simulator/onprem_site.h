#pragma once

#include "simulator/api_site.h"
#include "simulator/roster.h"

namespace wa::simulator {

// Meta's On-Premises API: GET /v1/health with a bearer token, which says which installation is
// meant.
class OnPremSite final : public ApiSite {
 public:
  explicit OnPremSite(const Roster* roster);  // REQUIRES: it outlives the site
  Exchange Identify(const Request& request) const override;
  AnswerPtr Handle(const Request& request, const Exchange& exchange, const Moment& now) override;

 private:
  const Roster* roster_;
  const AnswerPtr access_denied_;
  const AnswerPtr not_found_;
};

}  // namespace wa::simulator
