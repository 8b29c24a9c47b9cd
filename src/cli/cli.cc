#include "cli/cli.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>

#include "base/text.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/render_help.h"
#include "load/problem.h"

namespace wa {
namespace {

// Lines longer than this are hard to read, however wide the terminal.
constexpr std::size_t kWidest = 100;
constexpr std::size_t kNarrowest = 40;

Style StyleOfOutput() {
  Style style;
  style.width = kWidest;
  if (::isatty(STDOUT_FILENO) == 0) return style;
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    style.width = std::clamp<std::size_t>(size.ws_col, kNarrowest, kWidest);
  }
  const char* no_colour = std::getenv("NO_COLOR");  // https://no-color.org: if set and not empty
  style.colour = no_colour == nullptr || *no_colour == '\0';
  return style;
}

const Command* Find(std::string_view name) {
  for (const Command& command : Commands()) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

int RefuseUnknown(const std::string& word, Console& console) {
  std::vector<std::string> names;
  for (const Command& command : Commands()) names.emplace_back(command.name);
  console.err << "waba_exporter: unknown command " << Quoted(word) << Suggestion(word, names)
              << "\nTry 'waba_exporter --help'.\n";
  return kUsage;
}

int Help(const Arguments& arguments, Console& console) {
  if (arguments.size() < 2) {
    console.out << RenderProgramHelp(Commands());
    return kGood;
  }
  const Command* command = Find(arguments[1]);
  return command == nullptr ? RefuseUnknown(arguments[1], console)
                            : command->run({"--help"}, console);
}

int Dispatch(Arguments arguments, Console& console) {
  const std::string first = arguments.empty() ? "" : arguments.front();
  if (first == "--help" || first == "-h" || first == "help") return Help(arguments, console);
  if (first == "--version" || first == "-V") {
    console.out << VersionLine() << "\n";
    return kGood;
  }
  if (first.empty() || first.front() == '-') return RunServeCommand(arguments, console);
  const Command* command = Find(first);
  if (command == nullptr) return RefuseUnknown(first, console);
  arguments.erase(arguments.begin());
  return command->run(arguments, console);
}

}  // namespace

const std::vector<Command>& Commands() {
  static const std::vector<Command> commands{
      {"serve", "run the exporter (also without a command)", &RunServeCommand},
      {"check", "find every mistake in a configuration", &RunCheckCommand},
      {"probe", "ask about one account now, step by step", &RunProbeCommand},
      {"ticket", "write what the provider's support needs to know", &RunTicketCommand},
      {"maintenance", "announce work, so that nobody is called for it", &RunMaintenanceCommand},
      {"case", "keep the clock of a case at the provider's support", &RunCaseCommand},
      {"explain", "say what an answer of the provider means", &RunExplainCommand},
      {"conditions", "list everything that can be wrong with an account", &RunConditionsCommand},
      {"simulate", "play a provider that answers by script", &RunSimulateCommand},
      {"drill", "play an outage, and see who is called and when", &RunDrillCommand},
      {"replay", "judge a past night again by the rules of today", &RunReplayCommand},
      {"report", "tell how accounts were in a month", &RunReportCommand},
      {"state", "carry incidents from one database to another", &RunStateCommand},
      {"health", "ask the running exporter whether it is well", &RunHealthCommand},
      {"completion", "write what a shell needs to complete commands", &RunCompletionCommand},
      {"manual", "write the manual page", &RunManualCommand},
  };
  return commands;
}

int RunCommandLine(int argc, char** argv) {
  Console console{std::cout,
                  std::cerr,
                  std::cin,
                  StyleOfOutput(),
                  ::isatty(STDIN_FILENO) != 0,
                  ::isatty(STDERR_FILENO) != 0};
  const int code = Dispatch(Arguments(argv + std::min(argc, 1), argv + argc), console);
  std::cout.flush();
  if (std::cout) return code;
  std::cerr << "waba_exporter: cannot write to standard output\n";
  return kFailure;
}

}  // namespace wa
