// waba_exporter completion: what a shell reads to complete commands. Packages install it.
#include <ostream>
#include <string>
#include <vector>

#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/installation.h"
#include "cli/render_completion.h"
#include "load/problem.h"

namespace wa {

int RunCompletionCommand(const Arguments& arguments, Console& console) {
  std::string shell;
  CommandLine line("completion",
                   "Writes what a shell needs to complete commands, options and conditions. For "
                   "one session: `source <(waba_exporter completion bash)`; the package installs "
                   "it for all three.",
                   "fish > ~/.config/fish/completions/waba_exporter.fish");
  line.Argument("SHELL", &shell, AllNames<Shell>(), true);
  line.Words("SHELL", NamesOf<Shell>());
  if (const auto done = line.Parse(arguments, console)) return *done;
  const auto known = ParseEnum<Shell>(shell);
  if (!known) {
    return line.Refuse(console,
                       "there is no " + Quoted(shell) + Suggestion(shell, NamesOf<Shell>()));
  }
  const auto catalogue = CatalogueFrom("", console);
  if (!catalogue) return kFailure;
  std::vector<std::string> slugs;
  for (const Condition& condition : *catalogue->conditions()) slugs.push_back(condition.slug);
  console.out << RenderCompletion(*known, DescribeCommands(), slugs);
  return kGood;
}

}  // namespace wa
