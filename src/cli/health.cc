// waba_exporter health: for health checks of containers, which have no curl in their image.
#include <ostream>
#include <string>

#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/partial_config.h"

namespace wa {

int RunHealthCommand(const Arguments& arguments, Console& console) {
  std::string config;
  CommandLine line(
      "health",
      "Asks the running exporter, at its first listen address, whether it is well. Exit 0 "
      "if it says so; for health checks of containers.",
      "--config my.toml");
  line.Config(&config);
  if (const auto done = line.Parse(arguments, console)) return *done;
  const auto exporter = FindExporter(config, {}, Errand::kHealth, console);
  if (!exporter) return kUsage;
  const auto answer = AskExporter(*exporter, "/-/healthy");
  if (answer && answer->status == 200) return kGood;
  console.err << "waba_exporter health: "
              << (answer ? exporter->url + "/-/healthy answered " + std::to_string(answer->status)
                         : answer.error().message)
              << "\n";
  return kFailure;
}

}  // namespace wa
