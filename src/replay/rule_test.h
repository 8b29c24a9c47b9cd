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

// Samples, step by step, as the input of a test of rules.
class RuleTest {
 public:
  explicit RuleTest(Duration every) : every_(every) {}

  // The samples of one scrape, or what a scrape that fails leaves behind. In order of steps.
  void Add(std::size_t step, const std::vector<FleetSample>& samples);

  // The test: which alerts of severity critical begin and end at each step. REQUIRES: steps > 0.
  std::string Yaml(const std::string& rules_file, std::size_t steps) const;

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

  const Duration every_;
  std::map<std::string, Series> series_;
};

// What promtool printed of such a test, as changes in order of steps. kConfig if it did not get as
// far: the message is promtool's.
Result<std::vector<AlertChange>> ReadRuleTest(int exit_status, std::string_view printed);

}  // namespace wa
