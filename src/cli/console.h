#pragma once

#include <iosfwd>

#include "cli/style.h"

namespace wa {

struct HelpText;

// What a subcommand talks to. Results go to `out`, everything else to `err`.
struct Console {
  std::ostream& out;
  std::ostream& err;
  std::istream& in;
  Style style;  // of `out`
  bool in_is_terminal = false;
  bool err_is_terminal = false;
  HelpText* described = nullptr;  // set: a command says there what it takes, and does nothing
};

}  // namespace wa
