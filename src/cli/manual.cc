// waba_exporter manual: the manual page, made from the command lines themselves.
#include <ostream>

#include "base/build.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/render_manual.h"

namespace wa {

int RunManualCommand(const Arguments& arguments, Console& console) {
  CommandLine line("manual", "Writes the manual page waba_exporter(8), which the package installs.",
                   "| man -l -");
  if (const auto done = line.Parse(arguments, console)) return *done;
  console.out << RenderManual(DescribeCommands(), ThisBuild().version);
  return kGood;
}

}  // namespace wa
