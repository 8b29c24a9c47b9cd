#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "condition/catalogue.h"
#include "config/config.h"
#include "net/transport.h"

namespace wa {

// One source of accounts, or partner's API, asked once.
struct AskedSource {
  std::string name;     // "partner/acme", "waba/NAME", "http_sd/NAME"
  std::string trouble;  // for people; empty: it answered
};

// Asks each as the exporter does, for its first page alone (a partner after its login, where it has
// one). Blocks. In the order of their kinds and names.
std::vector<AskedSource> AskSources(const Config& config, const Catalogue& catalogue,
                                    Transport& transport, const Clock& clock);

}  // namespace wa
