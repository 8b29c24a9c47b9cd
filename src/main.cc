#include "cli/cli.h"

int main(int argc, char** argv) { return wa::RunCommandLine(argc, argv); }
