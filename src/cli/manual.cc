// waba_exporter manual: the manual page, made from the command lines themselves.
#include <ostream>

#include "base/build.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/render_manual.h"
#include "load/problem.h"

namespace wa {
namespace {

enum class ManualForm { kRoff, kMarkdown };

}  // namespace

template <>
struct EnumNames<ManualForm> {
  static constexpr std::array table{
      std::pair{ManualForm::kRoff, std::string_view("roff")},
      std::pair{ManualForm::kMarkdown, std::string_view("markdown")},
  };
};

namespace {

std::string WhyNoForm(const std::string& text) {
  if (ParseEnum<ManualForm>(text)) return "";
  return "there is no format " + Quoted(text) + Suggestion(text, NamesOf<ManualForm>());
}

}  // namespace

int RunManualCommand(const Arguments& arguments, Console& console) {
  std::string form = "roff";
  CommandLine line("manual",
                   "Writes the manual page waba_exporter(8), which the package installs; in "
                   "markdown, the page docs/command-line.md.",
                   "| man -l -");
  line.Optional("--format", &form, "FORMAT", "roff (the default) or markdown", &WhyNoForm);
  line.Words("--format", NamesOf<ManualForm>());
  if (const auto done = line.Parse(arguments, console)) return *done;
  console.out << (ParseEnum<ManualForm>(form) == ManualForm::kMarkdown
                      ? ManualMarkdown(DescribeCommands())
                      : RenderManual(DescribeCommands(), ThisBuild().version));
  return kGood;
}

}  // namespace wa
