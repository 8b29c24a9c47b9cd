#pragma once

#include <optional>
#include <string>

#include "cli/console.h"
#include "net/tell_exporter.h"

// Parts of a configuration, for commands that need no more.
namespace wa {

// What a command wants of the running exporter, and so which token it brings.
enum class Errand {
  kHealth,  // none: everybody may ask
  kRead,    // any that can be read
  kWrite    // that of cases, which must be readable
};

// Another way to the exporter than its configuration.
struct OtherWay {
  std::string url;      // instead of the first listen address; empty: that
  std::string ca_file;  // who signed what is shown there; empty: whom the system believes
};

// The exporter that runs by this configuration: at its first listen address, where its own
// certificate must be shown, or by the other way. Reads [server] and the token, and nothing else:
// that somebody is editing the file, or that a key was rotated, says nothing about the exporter
// that runs. Nothing if it cannot be read; the reasons are printed then.
std::optional<ExporterAddress> FindExporter(const std::string& config, const OtherWay& way,
                                            Errand errand, Console& console);

// Reads [storage] and nothing else, likewise: the path of the database.
std::optional<std::string> ReadStoragePath(const std::string& path, Console& console);

}  // namespace wa
