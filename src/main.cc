#include "base/no_core.h"
#include "cli/cli.h"

int main(int argc, char** argv) {
  wa::KeepOutOfCoreDumps();
  return wa::RunCommandLine(argc, argv);
}
