#pragma once

#include "simulator/api_site.h"
#include "simulator/roster.h"

namespace wa::simulator {

// 360dialog's messaging APIs, of its Cloud API hosting and of the legacy on-premises one. The key
// says which number is meant. A missing or wrong key is answered invalid-api-key, a path that the
// account has no question at path-blocked, and only then the script has its say.
class Dialog360Site final : public ApiSite {
 public:
  explicit Dialog360Site(const Roster* roster);  // REQUIRES: it outlives the site
  Exchange Identify(const Request& request) const override;
  AnswerPtr Handle(const Request& request, const Exchange& exchange, const Moment& now) override;

 private:
  const Roster* roster_;
  const AnswerPtr invalid_api_key_;
  const AnswerPtr path_blocked_;
};

}  // namespace wa::simulator
