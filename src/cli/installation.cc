#include "cli/installation.h"

#include <ostream>
#include <utility>

#include "base/clock.h"
#include "load/config_source.h"
#include "load/load_conditions.h"

namespace wa {

std::shared_ptr<const Catalogue> CatalogueFrom(const std::string& path, Console& console) {
  auto catalogue = LoadConditions(path);
  if (catalogue) return *catalogue;
  PrintProblems(catalogue.error(), console);
  return nullptr;
}

std::optional<Installation> LoadInstallation(const std::string& config,
                                             const std::string& conditions, Console& console,
                                             Shard shard) {
  const auto catalogue = CatalogueFrom(conditions, console);
  if (!catalogue) return std::nullopt;
  const SystemTime now = RealClock().System();
  auto source = ConfigSource::Open(config, catalogue, shard, now);
  if (!source) {
    PrintProblems(source.error(), console);
    return std::nullopt;
  }
  for (const std::string& note : source->Remember(now).notes) console.err << note << "\n";
  const Config& loaded = *source->Current();
  return Installation{loaded, WithOverrides(*catalogue, loaded.conditions)};
}

void PrintProblems(const Problems& problems, Console& console) {
  for (const Problem& problem : problems) console.err << problem.Format() << "\n";
  console.err << CountProblems(problems) << "\n";
}

std::string CountProblems(const Problems& problems) {
  return std::to_string(problems.size()) + (problems.size() == 1 ? " problem" : " problems");
}

}  // namespace wa
