#pragma once

namespace wa {

// The command line: picks the subcommand and runs it. Results go to stdout, messages to stderr.
// Returns the exit code: 0 good, 1 failed, 2 usage or configuration.
int RunCommandLine(int argc, char** argv);

}  // namespace wa
