#include "cli/installation.h"

#include <ostream>
#include <utility>

#include "load/load_conditions.h"
#include "load/load_config.h"

namespace wa {

std::shared_ptr<const Catalogue> CatalogueFrom(const std::string& path, Console& console) {
  auto catalogue = LoadConditions(path);
  if (catalogue) return *catalogue;
  PrintProblems(catalogue.error(), console);
  return nullptr;
}

std::optional<Installation> LoadInstallation(const std::string& config,
                                             const std::string& conditions, Console& console) {
  const auto catalogue = CatalogueFrom(conditions, console);
  if (!catalogue) return std::nullopt;
  auto loaded = LoadConfig(config, *catalogue);
  if (!loaded) {
    PrintProblems(loaded.error(), console);
    return std::nullopt;
  }
  auto adjusted = WithOverrides(*catalogue, loaded->conditions);
  return Installation{std::move(*loaded), std::move(adjusted)};
}

void PrintProblems(const Problems& problems, Console& console) {
  for (const Problem& problem : problems) console.err << problem.Format() << "\n";
  console.err << CountProblems(problems) << "\n";
}

std::string CountProblems(const Problems& problems) {
  return std::to_string(problems.size()) + (problems.size() == 1 ? " problem" : " problems");
}

}  // namespace wa
