// waba_exporter serve: the daemon.
#include "base/clock.h"
#include "base/log.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/installation.h"
#include "load/config_source.h"
#include "monitor/app.h"
#include "monitor/service_manager.h"

namespace wa {

int RunServeCommand(const Arguments& arguments, Console& console) {
  std::string config;
  std::string conditions;
  std::string shard;
  CommandLine line(
      "serve",
      "Polls the accounts, and serves metrics, pages and API, until SIGTERM or SIGINT. "
      "This is what runs if no command is named.",
      "--config my.toml");
  line.Config(&config);
  line.Conditions(&conditions);
  line.Shard(&shard);
  if (const auto done = line.Parse(arguments, console)) return *done;
  // Before a file is opened or a program started, which would inherit what is ours.
  ServiceManager manager = ServiceManager::FromEnvironment();
  const auto catalogue = CatalogueFrom(conditions, console);
  if (!catalogue) return kUsage;
  auto source = ConfigSource::Open(config, catalogue, ShardOf(shard), RealClock().System());
  if (!source) {
    PrintProblems(source.error(), console);
    return kUsage;
  }
  const LogConfig& log = source->Current()->log;
  SetLogLevel(log.level);
  SetLogFormat(log.format);
  return RunServe(std::move(*source), catalogue, std::move(manager));
}

}  // namespace wa
