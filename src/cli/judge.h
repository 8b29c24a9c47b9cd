#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "condition/catalogue.h"
#include "model/http.h"
#include "model/observation.h"

namespace wa {

// Whether another host than the one that was silent answers us.
struct SecondOpinion {
  std::string url;
  bool answered = false;
  std::string detail;  // "HTTP 200", or why not
};

// What one poll says about an account.
struct Verdict {
  std::vector<Finding> findings;     // most severe first
  std::vector<EntityHealth> health;  // as the answer said it
  std::string why_unknown;           // for people; not empty: nothing is known about the account
  std::string next_step;             // for people; empty if there is nothing to do

  // Something is wrong, or nobody knows. A condition that leaves the account ok is a remark.
  bool IsTrouble() const;
};

// The next step is told for an account of `account`'s kind and plan.
// Without an answer it is the provider only if another host answers us; without a second host, or
// with trouble of our own, nobody knows. A status line that came through is an answer. Pure.
Verdict Judge(const Catalogue& catalogue, const Account& account,
              const tl::expected<HttpResponse, TransportFailure>& outcome,
              const std::vector<SecondOpinion>& opinions);

// Whether Judge() needs a second opinion.
bool IsSilence(const tl::expected<HttpResponse, TransportFailure>& outcome);

}  // namespace wa
