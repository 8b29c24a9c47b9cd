#pragma once

#include <string>

#include "life/life.h"

namespace wa::life {

// Plays a life, and has promtool evaluate the shipped rules on what was scraped. Returns where the
// pages about conditions, their beginnings and ends, differ from those of the model (Prometheus);
// empty: nowhere. `pages`: how many there were.
std::string DifferenceToRules(const Life& life, const std::string& folder, std::size_t* pages);

}  // namespace wa::life
