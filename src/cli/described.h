#pragma once

#include <string>
#include <vector>

#include "cli/render_help.h"

namespace wa {

// A subcommand as its own command line says it, for manual and completion.
struct Described {
  std::string name;
  std::string summary;
  HelpText help;
};

// Asks each of them, which does nothing else.
std::vector<Described> DescribeCommands();

// "--config" of "-c --config"; a short one if there is no other.
std::string LongName(const HelpText::Option& option);

}  // namespace wa
