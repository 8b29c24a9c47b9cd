// The reference page of the command line, docs/command-line.md.
#include "base/markdown.h"
#include "cli/manual_facts.h"
#include "cli/render_manual.h"

namespace wa {
namespace {

constexpr std::string_view kIntroduction =
    "# Command line\n"
    "\n"
    "What each command takes, as its `--help` and the manual page `waba_exporter(8)` say it. Made "
    "by\n"
    "`waba_exporter manual --format markdown` from the commands themselves in `src/cli`: change "
    "those, not this page.\n"
    "\n"
    "Without a command it is `serve`. Each command has `-h, --help` and `-V, --version`, too.\n";

std::string Row(std::string_view left, std::string_view right) {
  return "| " + std::string(left) + " | " + std::string(right) + " |\n";
}

std::string Code(std::string_view text) { return "`" + std::string(text) + "`"; }

std::string Overview(const std::vector<Described>& commands) {
  std::string text = "\n| command | |\n|---|---|\n";
  for (const Described& command : commands) {
    text +=
        Row("[" + command.name + "](#" + command.name + ")", EscapeMarkdownProse(command.summary));
  }
  return text;
}

std::string Options(const HelpText& help) {
  std::string rows;
  for (const HelpText::Option& option : help.options) {
    if (option.common) continue;
    rows += Row(Code(LongName(option) + (option.value.empty() ? "" : " " + option.value)),
                EscapeMarkdownProse(option.help));
  }
  return rows.empty() ? "" : "| option | |\n|---|---|\n" + rows + "\n";
}

std::string Section(const Described& command) {
  const HelpText& help = command.help;
  return "\n## " + command.name + "\n\n" + EscapeMarkdownProse(help.description) + "\n\n```\n" +
         RenderUsage(help) + "```\n\n" + Options(help) +
         "Example: " + Code(help.program + " " + help.example) + "\n";
}

std::string Facts(const ManualSection& section) {
  std::string text = "\n## " + std::string(section.title) + "\n\n| name | |\n|---|---|\n";
  for (const ManualFact& fact : section.facts) {
    text += Row(Code(fact.name), EscapeMarkdownProse(fact.text));
  }
  return text;
}

}  // namespace

std::string ManualMarkdown(const std::vector<Described>& commands) {
  std::string text(kIntroduction);
  text += Overview(commands);
  for (const Described& command : commands) text += Section(command);
  text += "\n## Exit status\n\n" + std::string(kExitStatus) + "\n";
  for (const ManualSection& section : ManualSections()) text += Facts(section);
  return text;
}

}  // namespace wa
