#pragma once

#include <memory>

#include "condition/catalogue.h"
#include "load/config_source.h"

namespace wa {

// The daemon: builds everything, runs the poll loop and the web server, and waits for SIGTERM or
// SIGINT. Blocks. Returns the exit code: 0 after a clean stop, 1 if it cannot start (the reasons
// are logged). REQUIRES: called once per process, before other threads exist (it blocks signals for
// all); a catalogue without the overrides of the configuration.
int RunServe(ConfigSource source, const std::shared_ptr<const Catalogue>& catalogue);

}  // namespace wa
