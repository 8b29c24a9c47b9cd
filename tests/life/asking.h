#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>

#include "base/clock.h"
#include "life/judge.h"
#include "life/life.h"
#include "life/provider.h"
#include "life/truth.h"
#include "life/violation.h"

namespace wa::life {

// Judges the questions: read-only, to whom the key belongs, and not too often.
class Asking {
 public:
  // Both outlive it.
  Asking(const Life& life, const Truth& truth)
      : life_(life), truth_(truth), patience_(Patience::Of(life)) {}

  void Asked(const Provider::Question& question);
  // Budgets begin full with each run of the exporter (docs/operations.md); phases begin anew.
  void Disturbed(SteadyTime now, bool is_start);
  const std::optional<Violation>& violation() const { return violation_; }

 private:
  void CheckForm(const Provider::Question& question);
  void CheckProvider(const Provider::Question& question, const std::string& provider);
  void CheckCredential(const Provider::Question& question);
  void CheckInterval(const Provider::Question& question);
  void Break(Rule rule, SteadyTime at, std::string text);

  struct Bucket {
    double tokens = 0.0;
    SteadyTime filled;
  };

  const Life& life_;
  const Truth& truth_;
  const Patience patience_;
  std::map<std::string, Bucket> providers_;
  std::map<std::string, std::deque<SteadyTime>> credentials_;  // of the last hour, by key
  std::deque<SteadyTime> starts_;                              // of the last hour
  std::map<std::size_t, SteadyTime> last_;                     // questions about health, by member
  SteadyTime disturbed_;
  std::optional<Violation> violation_;
};

}  // namespace wa::life
