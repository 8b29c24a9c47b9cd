#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "config/config.h"
#include "monitor/event_router.h"

namespace wa {

// Which accounts have the same key, by their positions in Config::accounts.
struct KeySharing {
  std::vector<std::size_t> credential;  // accounts with one key have the same number; 0: its own
  // Another account that has its key, where a key is of one number, so that this is a mistake; its
  // own position: none.
  std::vector<std::size_t> other;
};

KeySharing SharingIn(const Config& config);

// A configuration, and what can be made of it by whoever brings it, so that the loop, which takes
// it up, does not keep polls waiting.
struct PreparedConfig {
  std::shared_ptr<const Config> config;
  KeySharing sharing;
  std::unique_ptr<const EventRouter> router;  // of `config`, which outlives it
};

PreparedConfig Prepare(std::shared_ptr<const Config> config);

}  // namespace wa
