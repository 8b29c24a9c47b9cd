#pragma once

namespace wa {

// Keeps the memory of this process out of core dumps, of the kernel and of those that a program
// like systemd-coredump collects, and closes it to debuggers of the same user: keys are in it.
// Programs that it starts may dump theirs only if they raise the limit themselves.
void KeepOutOfCoreDumps();

}  // namespace wa
