#pragma once

#include <memory>

#include "condition/catalogue.h"
#include "load/config_source.h"
#include "monitor/service_manager.h"

namespace wa {

// The daemon: builds everything, runs the poll loop and the web server, and waits for SIGTERM or
// SIGINT. Blocks. Returns the exit code: 0 after a clean stop, 1 if it cannot start (the reasons
// are logged). `manager` is told how it is; what sockets it opened are served instead of
// server.listen. REQUIRES: called once per process, before other threads exist (it blocks signals
// for all); a catalogue without the overrides of the configuration.
int RunServe(ConfigSource source, const std::shared_ptr<const Catalogue>& catalogue,
             ServiceManager manager);

}  // namespace wa
