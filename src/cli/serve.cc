// waba_exporter serve: the daemon.
#include "base/log.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/installation.h"
#include "monitor/app.h"

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
  const auto installation = LoadInstallation(config, conditions, console, ShardOf(shard));
  if (!installation) return kUsage;
  if (const auto level = ParseEnum<LogLevel>(installation->config.log.level)) SetLogLevel(*level);
  return RunServe(installation->config, installation->catalogue);
}

}  // namespace wa
