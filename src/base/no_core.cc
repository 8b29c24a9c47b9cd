#include "base/no_core.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace wa {

// Neither can fail for a process that asks for less than it has. Both, since a limit of 0 does not
// count where core dumps go to a program, and a system may be set to dump what is not dumpable.
void KeepOutOfCoreDumps() {
  prctl(PR_SET_DUMPABLE, 0);
  rlimit limit{};
  getrlimit(RLIMIT_CORE, &limit);
  limit.rlim_cur = 0;
  setrlimit(RLIMIT_CORE, &limit);
}

}  // namespace wa
