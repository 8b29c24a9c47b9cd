#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "metrics/fleet_samples.h"

// Rules of Prometheus over a past time, by `promtool test rules`: it evaluates recording rules,
// alerts, `for` and `keep_firing_for` as Prometheus does, and needs neither a server nor a port.
namespace wa {

using AlertLabels = std::map<std::string, std::string, std::less<>>;

// A page begins or ends at a step.
struct AlertChange {
  std::size_t step = 0;
  bool began = false;
  AlertLabels labels;
};

// Samples, step by step, as the input of tests of rules. promtool lets no query see more than
// 10,000 samples, so accounts are spread over several tests; what is wider than an account is in
// each.
class RuleTest {
 public:
  explicit RuleTest(Duration every) : every_(every) {}

  // The samples of one scrape. In order of steps; one that is left out is a scrape that failed.
  void Add(std::size_t step, const std::vector<FleetSample>& samples);

  // The tests: which alerts of severity critical begin and end at each step. At least one.
  // REQUIRES: steps > 0.
  std::vector<std::string> Yaml(const std::string& rules_file, std::size_t steps) const;

 private:
  // Values of one series, equal ones together, as promtool writes them.
  struct Series {
    std::vector<std::string> values;
    std::string last;
    std::size_t repeats = 0;
    std::size_t next = 0;  // step

    void Put(const std::string& value);
    void MissUntil(std::size_t step);
    void Finish();
  };

  struct Account {
    std::map<std::string, Series> series;
    std::size_t open_steps = 0;  // of its conditions
  };

  std::string Yaml(const std::string& rules_file, std::size_t steps,
                   const std::vector<const Account*>& accounts) const;

  const Duration every_;
  Account wider_;
  std::map<std::string, Account, std::less<>> accounts_;
};

// What promtool printed of such a test, as changes in order of steps. kConfig if it did not get as
// far: the message is promtool's.
Result<std::vector<AlertChange>> ReadRuleTest(int exit_status, std::string_view printed);

}  // namespace wa
