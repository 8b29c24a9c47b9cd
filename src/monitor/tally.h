#pragma once

#include <map>
#include <string>
#include <string_view>

#include "condition/catalogue.h"
#include "incident/tracker.h"
#include "model/fleet.h"
#include "net/transport.h"

namespace wa {

// Counts what the loop did, per provider, from the start of the process. Every label value that is
// known beforehand is there from the beginning, with 0.
class Tally {
 public:
  Tally(const Catalogue& catalogue, const std::vector<ProviderSettings>& providers);

  void CountRequest(std::string_view provider, Operation operation, const Completion& completion);
  // What the classifier made of a complete answer.
  void CountFindings(std::string_view provider, Operation operation,
                     const std::vector<Finding>& findings);
  void CountChange(std::string_view provider, const IncidentChange& change);
  void CountSkip(std::string_view provider, SkipReason reason);
  void SetBudget(std::string_view provider, double capacity, double remaining);

  const std::map<std::string, ProviderTallies, std::less<>>& all() const { return tallies_; }

 private:
  ProviderTallies& Of(std::string_view provider);
  std::map<std::string, ProviderTallies, std::less<>> tallies_;
};

}  // namespace wa
