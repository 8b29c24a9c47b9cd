#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "condition/catalogue.h"
#include "incident/tracker.h"
#include "model/fleet.h"
#include "net/transport.h"

namespace wa {

// Whether it is an error of registering a number: the catalogue puts them in the group
// `registration`.
bool IsOfRegistration(const Condition& condition);

// Counts what the loop did, per provider, from the start of the process. Every label value that is
// known beforehand is there from the beginning, with 0.
class Tally {
 public:
  // REQUIRES: `catalogue` outlives it.
  explicit Tally(const Catalogue& catalogue);

  // Another configuration: new providers begin at 0; nobody loses its counts.
  void Adopt(const std::vector<ProviderSettings>& providers);

  void CountRequest(std::string_view provider, Operation operation, const Completion& completion);
  // What the classifier made of a complete answer.
  void CountFindings(std::string_view provider, Operation operation,
                     const std::vector<Finding>& findings);
  // `provider` is empty where the incident is of our own network.
  void CountChange(std::string_view provider, const IncidentChange& change);
  // An event that was not told before; `delay` from its happening to its receipt, if known.
  void CountEvent(std::string_view provider, const std::string& name,
                  std::optional<Duration> delay);
  void CountMessageFailure(std::string_view provider, const std::string& slug);
  void CountRegistrationError(std::string_view provider, const std::string& slug);
  // A question about health is asked so long after it was due.
  void CountDelay(std::string_view provider, Duration delay);
  void CountSkip(std::string_view provider, SkipReason reason);

  const std::map<std::string, ProviderTallies, std::less<>>& all() const { return tallies_; }
  // Incidents of our own network, opened so far, by slug.
  const std::map<std::string, std::uint64_t, std::less<>>& own_incidents() const {
    return own_incidents_;
  }

 private:
  ProviderTallies& Of(std::string_view provider);
  const Catalogue& catalogue_;
  std::map<std::string, ProviderTallies, std::less<>> tallies_;
  std::map<std::string, std::uint64_t, std::less<>> own_incidents_;
};

}  // namespace wa
