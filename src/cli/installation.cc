#include "cli/installation.h"

#include <ostream>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/text.h"
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

std::string NoSuchAccount(const Config& config, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& account : config.accounts) names.push_back(account->name);
  std::string text = "there is no account " + Quoted(name) + Suggestion(name, names);
  const bool has_sources = !config.waba_sources.empty() || !config.http_sources.empty() ||
                           !config.partner_sources.empty();
  if (has_sources && (config.remembered == nullptr || config.remembered->empty())) {
    text += "; sources have named none yet: `serve` asks them, and keeps what they name";
  }
  return text;
}

void PrintProblems(const Problems& problems, Console& console) {
  for (const Problem& problem : problems) console.err << problem.Format() << "\n";
  console.err << CountProblems(problems) << "\n";
}

std::string CountProblems(const Problems& problems) {
  return std::to_string(problems.size()) + (problems.size() == 1 ? " problem" : " problems");
}

}  // namespace wa
