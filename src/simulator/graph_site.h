#pragma once

#include <string>
#include <vector>

#include "simulator/api_site.h"
#include "simulator/limits.h"
#include "simulator/roster.h"

namespace wa::simulator {

// Meta's Graph API as far as WhatsApp goes: a number, the numbers of a WABA, its templates. A
// number in a list is as its own script says. If every number of a WABA answers with an error, so
// does the list; else the list leaves out those that do.
class GraphSite final : public ApiSite {
 public:
  GraphSite(const Roster* roster, Limits* limits);  // REQUIRES: both outlive the site
  Exchange Identify(const Request& request) const override;
  AnswerPtr Handle(const Request& request, const Exchange& exchange, const Moment& now) override;
  // Adds X-App-Usage and X-Business-Use-Case-Usage, if the scenario has limits.
  AnswerPtr Dressed(AnswerPtr answer, const Exchange& exchange, const Moment& now) override;

 private:
  AnswerPtr WhyNot(const Request& request, const Exchange& exchange,
                   const std::vector<std::size_t>& accounts) const;
  AnswerPtr Number(std::size_t account, const Request& request, const Moment& now) const;
  AnswerPtr Numbers(const std::vector<std::size_t>& accounts, const Request& request,
                    const Moment& now) const;
  AnswerPtr Templates(std::size_t account, const Request& request, const Moment& now) const;

  const Roster* roster_;
  Limits* limits_;
  const AnswerPtr token_missing_;
  const AnswerPtr token_invalid_;
  const AnswerPtr permission_denied_;
  const AnswerPtr not_found_;
  const AnswerPtr bad_proof_;
};

// Whether a path is of the Graph API: /vNN.N/...
bool IsGraphPath(std::string_view path);

}  // namespace wa::simulator
