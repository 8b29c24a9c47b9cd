#pragma once

#include <optional>
#include <string>

#include "cli/console.h"
#include "config/config.h"

// Parts of a configuration, for commands that need no more.
namespace wa {

// Reads [server] and nothing else: that somebody is editing the file, or that a key was rotated,
// says nothing about the exporter that runs. Nothing if it cannot be read; the reasons are printed
// then.
std::optional<ServerConfig> ReadServerOnly(const std::string& path, Console& console);

// Reads [storage] and nothing else, likewise: the path of the database.
std::optional<std::string> ReadStoragePath(const std::string& path, Console& console);

}  // namespace wa
