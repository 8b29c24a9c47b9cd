#include "cli/cli.h"

namespace wa {
int RunCommandLine(int, char**) { return 2; }
}  // namespace wa
