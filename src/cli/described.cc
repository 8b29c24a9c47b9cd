#include "cli/described.h"

#include <sstream>

#include "cli/commands.h"

namespace wa {

std::vector<Described> DescribeCommands() {
  std::vector<Described> all;
  for (const Command& command : Commands()) {
    Described described{std::string(command.name), std::string(command.summary), {}};
    std::istringstream nothing;
    std::ostringstream nowhere;
    Console console{nowhere, nowhere, nothing, {}, false, false, &described.help};
    command.run({}, console);
    all.push_back(std::move(described));
  }
  return all;
}

std::string LongName(const HelpText::Option& option) {
  return option.flag.substr(option.flag.rfind(' ') + 1);
}

}  // namespace wa
