#pragma once

#include <string>

#include "base/clock.h"
#include "life/life.h"
#include "life/violation.h"

// A life in words.
namespace wa::life {

std::string Tell(Duration duration);  // "9 min 30 s"
std::string Tell(SteadyTime moment);  // "day 3, 04:12:10"

// What happened until the violation, a sentence a line, and what was wrong then.
std::string Tell(const Life& life, const Violation& violation);

}  // namespace wa::life
