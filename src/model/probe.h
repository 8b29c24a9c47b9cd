#pragma once

#include <optional>
#include <string>

#include "model/http.h"

namespace wa {

// What one poll on demand found out; for /probe and nothing else.
struct ProbeAnswer {
  bool success = false;                  // the poll was made and no condition was found
  int http_status = 0;                   // 0: no answer
  std::optional<std::string> condition;  // slug of the most severe one
  HttpTiming timing;                     // zero in phases that were not reached
  std::string detail;                    // for people: the provider's own words, sanitised
};

}  // namespace wa
