#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "base/secret.h"
#include "load/problem.h"
#include "simulator/make_answer.h"
#include "simulator/script.h"

namespace wa::simulator {

struct AccountScript {
  std::string name;  // letters, digits, '.', '_', '-'; unique
  Secret key;        // unique
  std::string path = "/health_status";
  Script script;
};

struct Scenario {
  std::vector<AccountScript> accounts;  // at least one
};

// Reads a scenario (docs/simulator.md describes it); every problem at once, in order of position.
// `sources.scenario_file` is its name in messages and where samples are looked for.
tl::expected<Scenario, Problems> ParseScenario(std::string_view toml, const AnswerSources& sources);

// The same from the file that `sources` names.
tl::expected<Scenario, Problems> LoadScenario(const AnswerSources& sources);

}  // namespace wa::simulator
