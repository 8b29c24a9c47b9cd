#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/console.h"

namespace wa {

using Arguments = std::vector<std::string>;  // behind the subcommand's name

// A subcommand: one file each. Returns the exit code.
struct Command {
  std::string_view name;
  std::string_view summary;  // one line of `waba_exporter --help`
  int (*run)(const Arguments& arguments, Console& console);
};

// The only list of them, in the order of the help text.
const std::vector<Command>& Commands();

int RunServeCommand(const Arguments& arguments, Console& console);
int RunCheckCommand(const Arguments& arguments, Console& console);
int RunProbeCommand(const Arguments& arguments, Console& console);
int RunTicketCommand(const Arguments& arguments, Console& console);
int RunMaintenanceCommand(const Arguments& arguments, Console& console);
int RunCaseCommand(const Arguments& arguments, Console& console);
int RunExplainCommand(const Arguments& arguments, Console& console);
int RunConditionsCommand(const Arguments& arguments, Console& console);
int RunSimulateCommand(const Arguments& arguments, Console& console);
int RunDrillCommand(const Arguments& arguments, Console& console);
int RunStateCommand(const Arguments& arguments, Console& console);
int RunReplayCommand(const Arguments& arguments, Console& console);
int RunReportCommand(const Arguments& arguments, Console& console);
int RunHealthCommand(const Arguments& arguments, Console& console);
int RunCompletionCommand(const Arguments& arguments, Console& console);
int RunManualCommand(const Arguments& arguments, Console& console);

inline constexpr int kGood = 0;
inline constexpr int kFailure = 1;
inline constexpr int kUsage = 2;  // or configuration

}  // namespace wa
