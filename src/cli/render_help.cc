#include "cli/render_help.h"

#include <algorithm>

#include "cli/layout.h"

namespace wa {
namespace {

constexpr Style kPlain{80, false};

std::string Invocation(const HelpText::Option& option) {
  const std::string text = option.flag + (option.value.empty() ? "" : " " + option.value);
  return option.required ? text : "[" + text + "]";
}

std::string Flag(const HelpText::Option& option) {
  const bool has_short = option.flag.size() > 2 && option.flag[0] == '-' && option.flag[1] != '-';
  std::string flag = option.flag;
  if (has_short) flag.insert(2, ",");
  if (!has_short && !option.positional) flag.insert(0, "    ");
  return flag + (option.value.empty() ? "" : " " + option.value);
}

}  // namespace

// Arguments first, then what is required, then the rest.
std::string RenderUsage(const HelpText& help) {
  const auto rank = [](const HelpText::Option& o) { return o.positional ? 0 : o.required ? 1 : 2; };
  std::vector<HelpText::Option> options = help.options;
  std::stable_sort(options.begin(), options.end(),
                   [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  std::string usage = "Usage: " + help.program;
  const std::string indent(usage.size() + 1, ' ');
  std::size_t column = usage.size();
  for (const HelpText::Option& option : options) {
    if (option.common) continue;
    const std::string text = Invocation(option);
    const bool fits = column + 1 + text.size() <= kPlain.width;
    usage += (fits ? " " : "\n" + indent) + text;
    column = (fits ? column + 1 : indent.size()) + text.size();
  }
  return usage + "\n";
}

std::string RenderHelp(const HelpText& help) {
  FieldList options;
  for (const bool common : {false, true}) {
    for (const HelpText::Option& option : help.options) {
      if (option.common == common) options.Add(Flag(option), option.help);
    }
  }
  return RenderUsage(help) + Wrap(help.description, kPlain.width, "") + "\n" +
         options.Render(kPlain, "  ") + "\nExample:\n  " + help.program + " " + help.example + "\n";
}

std::string RenderProgramHelp(const std::vector<Command>& commands) {
  FieldList list;
  for (const Command& command : commands) {
    list.Add(std::string(command.name), std::string(command.summary));
  }
  return "Usage: waba_exporter [COMMAND] [OPTION]...\n"
         "Prometheus exporter and health monitor for WhatsApp Business accounts.\n"
         "\nCommands:\n" +
         list.Render(kPlain, "  ") +
         "\nWithout a command it is 'serve'. 'waba_exporter COMMAND --help' says more.\n"
         "Exit codes: 0 good, 1 failed, 2 usage or configuration.\n"
         "\nExample:\n  waba_exporter check --config my.toml\n";
}

}  // namespace wa
