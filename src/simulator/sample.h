#pragma once

#include <string>

#include "base/result.h"
#include "simulator/answer.h"

namespace wa::simulator {

// Reads a payload file (tests/data/payloads/README.md describes the form: http_status, headers,
// body or raw_body). `path` is relative to the folder of `scenario_file`; the answer is named after
// the file. Messages name the file.
Result<Answer> ReadSample(const std::string& path, const std::string& scenario_file);

}  // namespace wa::simulator
