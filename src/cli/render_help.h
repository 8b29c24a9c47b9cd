#pragma once

#include <string>
#include <vector>

#include "cli/commands.h"

namespace wa {

struct HelpText {
  struct Option {
    std::string flag;   // "--config", "-h --help", "ACCOUNT"
    std::string value;  // "FILE"; empty for a flag
    std::string help;
    std::vector<std::string> words;  // what the value may be; empty: something else
    bool required = false;
    bool positional = false;
    bool common = false;  // of every subcommand: not in the usage line
  };
  std::string program;  // "waba_exporter check"
  std::string description;
  std::vector<Option> options;
  std::string example;  // behind `program`
};

// "Usage: waba_exporter check --config FILE [--online]", at most 80 columns, with a line feed.
std::string RenderUsage(const HelpText& help);

// Help in the form that GNU programs have, at most 80 columns.
std::string RenderHelp(const HelpText& help);

// The help of the program as a whole.
std::string RenderProgramHelp(const std::vector<Command>& commands);

}  // namespace wa
