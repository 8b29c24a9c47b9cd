#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/console.h"
#include "condition/catalogue.h"
#include "config/config.h"
#include "load/problem.h"

namespace wa {

// The catalogue of --conditions, or the built-in one if `path` is empty. Null: what is wrong was
// said on `console.err`.
std::shared_ptr<const Catalogue> CatalogueFrom(const std::string& path, Console& console);

// The accounts are those of the files, and those that the exporter's sources named last.
struct Installation {
  Config config;
  std::shared_ptr<const Catalogue> catalogue;  // with the configuration's overrides
};
// Nothing: what is wrong was said on `console.err`, one line each.
std::optional<Installation> LoadInstallation(const std::string& config,
                                             const std::string& conditions, Console& console,
                                             Shard shard = {});

// "there is no account 'x'", with the names that are like it, for whoever named it.
std::string NoSuchAccount(const Config& config, const std::string& name);

// `file:line:column: message` each, and "N problems".
void PrintProblems(const Problems& problems, Console& console);
std::string CountProblems(const Problems& problems);

}  // namespace wa
