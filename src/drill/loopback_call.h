#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace wa::drill {

// A request to a process of the drill: with any method and a body, and for that reason to loopback
// only. The program's way to everybody else (net/) knows neither.
struct LoopbackCall {
  std::string address;  // "127.0.0.1:PORT"
  std::string method = "POST";
  std::string path;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  Duration timeout = std::chrono::seconds(10);  // for each wait, of which there are few
};

struct LoopbackAnswer {
  int status = 0;
  std::string body;
};

// Blocks until the answer is there. The error says what was called.
Result<LoopbackAnswer> Call(const LoopbackCall& call);

}  // namespace wa::drill
