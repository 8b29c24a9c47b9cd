#include "cli/render_completion.h"

namespace wa {
namespace {

using Option = HelpText::Option;

std::string Joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

// In single quotes, which bash, zsh and fish read alike but for the quote itself.
std::string Escaped(std::string_view text, std::string_view escapes, std::string_view quote) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\'') {
      escaped += quote;
      continue;
    }
    if (escapes.find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

// What is completed after an option, or in the place of an argument.
struct Value {
  bool is_file = false;
  std::string words;  // with blanks between
};

Value ValueOf(const Option& option, const std::vector<std::string>& slugs) {
  const std::string& what = option.positional ? option.flag : option.value;
  if (!option.words.empty()) return {false, Joined(option.words)};
  if (what == "SLUG") return {false, Joined(slugs)};
  return {what.rfind("FILE", 0) == 0, ""};
}

std::string Flags(const HelpText& help) {
  std::string flags;
  for (const Option& option : help.options) {
    if (!option.positional) flags += (flags.empty() ? "" : " ") + option.flag;
  }
  return flags;
}

bool TakesFile(const HelpText& help) {
  for (const Option& option : help.options) {
    if (option.positional && ValueOf(option, {}).is_file) return true;
  }
  return false;
}

std::string Bash(const std::vector<Described>& commands, const std::vector<std::string>& slugs) {
  std::string values;
  std::string options;
  std::string names;
  for (const Described& command : commands) {
    names += command.name + " ";
    std::string words;
    for (const Option& option : command.help.options) {
      const Value value = ValueOf(option, slugs);
      if (option.positional) words += (words.empty() ? "" : " ") + value.words;
      if (option.positional || option.value.empty()) continue;
      values += "    " + command.name + "," + LongName(option) + ") value='" +
                (value.is_file         ? "FILE"
                 : value.words.empty() ? "NONE"
                                       : value.words) +
                "' ;;\n";
    }
    options += "    " + command.name + ") options='" + Flags(command.help) + "' words='" + words +
               (TakesFile(command.help) ? " FILE" : "") + "' ;;\n";
  }
  return R"(# Completion of waba_exporter for bash, as `waba_exporter completion bash` writes it.
_waba_exporter() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command=serve value= options= words=
  # --option=value comes in three words.
  if [[ $current == '=' ]]; then current=; elif [[ $previous == '=' ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi
  if ((COMP_CWORD > 1)) && [[ ${COMP_WORDS[1]} != -* ]]; then command=${COMP_WORDS[1]}; fi
  [[ $command == help ]] && previous=
  case $command,$previous in
)" + values +
         R"(  esac
  case $command in
    help) words=')" +
         names + R"(' ;;
)" + options +
         R"(  esac
  if [[ -z $value ]]; then
    if [[ $current == -* ]]; then value=$options; else value=$words; fi
    if ((COMP_CWORD == 1)) && [[ $current != -* ]]; then value=')" +
         names + R"(help'; fi
  fi
  COMPREPLY=()
  [[ $value == NONE ]] && return
  mapfile -t COMPREPLY < <(compgen -W "${value%FILE}" -- "$current")
  if [[ $value == *FILE ]]; then
    compopt -o filenames 2>/dev/null
    mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$current")
  fi
}
complete -F _waba_exporter waba_exporter
)";
}

// "FILE:_files", "FORMAT:(text json)", "N: "
std::string ZshValue(const std::string& name, const Value& value) {
  const std::string action = value.is_file ? "_files" : "(" + value.words + ")";
  return name + ":" + (value.is_file || !value.words.empty() ? action : " ");
}

std::string ZshOption(const Option& option, const std::vector<std::string>& slugs) {
  const std::string help = Escaped(option.help, "[]:\\", "'\\''");
  const Value value = ValueOf(option, slugs);
  if (option.positional) {
    return "'" + std::string(option.required ? "" : ":") + ":" + ZshValue(option.flag, value) + "'";
  }
  if (option.value.empty() && option.flag.find(' ') != std::string::npos) {
    std::string both = option.flag;
    both.replace(both.find(' '), 1, ",");
    return "'(" + option.flag + ")'{" + both + "}'[" + help + "]'";
  }
  const std::string taken = option.value.empty() ? "" : ":" + ZshValue(option.value, value);
  return "'" + LongName(option) + (taken.empty() ? "" : "=") + "[" + help + "]" + taken + "'";
}

std::string Zsh(const std::vector<Described>& commands, const std::vector<std::string>& slugs) {
  std::string names;
  std::string cases;
  for (const Described& command : commands) {
    names += "    '" + command.name + ":" + Escaped(command.summary, ":\\", "'\\''") + "'\n";
    cases += "    " + command.name + ")\n      _arguments";
    for (const Option& option : command.help.options) {
      cases += " \\\n        " + ZshOption(option, slugs);
    }
    cases += "\n      ;;\n";
  }
  return R"(#compdef waba_exporter
# Completion of waba_exporter for zsh, as `waba_exporter completion zsh` writes it.
_waba_exporter() {
  local -a commands
  commands=(
)" + names +
         R"(    'help:show the help of a command'
  )
  if ((CURRENT == 2)) && [[ $words[2] != -* ]]; then
    _describe command commands
    return
  fi
  local command=serve
  if [[ $words[2] != -* ]]; then
    command=$words[2]
    shift words
    ((CURRENT--))
  fi
  case $command in
    help) _describe command commands ;;
)" + cases +
         R"(  esac
}
_waba_exporter "$@"
)";
}

std::string FishValue(const Value& value) {
  if (value.is_file) return " -r -F";
  return value.words.empty() ? " -x" : " -x -a '" + value.words + "'";
}

std::string FishOption(const std::string& when, const Option& option,
                       const std::vector<std::string>& slugs) {
  const Value value = ValueOf(option, slugs);
  std::string line = "complete -c waba_exporter -n '" + when + "'";
  if (option.positional) {
    if (value.is_file) return line + " -F\n";
    return value.words.empty() ? "" : line + " -a '" + value.words + "'\n";
  }
  if (option.flag.find(' ') != std::string::npos) line += " -s " + option.flag.substr(1, 1);
  line += " -l " + LongName(option).substr(2);
  if (!option.value.empty()) line += FishValue(value);
  return line + " -d '" + Escaped(option.help, "\\", "\\'") + "'\n";
}

std::string Fish(const std::vector<Described>& commands, const std::vector<std::string>& slugs) {
  std::string text =
      "# Completion of waba_exporter for fish, as `waba_exporter completion fish` writes it.\n"
      "complete -c waba_exporter -f\n";
  for (const Described& command : commands) {
    text += "complete -c waba_exporter -n __fish_use_subcommand -a " + command.name + " -d '" +
            Escaped(command.summary, "\\", "\\'") + "'\n";
    const std::string when = command.name == "serve"
                                 ? "__fish_use_subcommand; or __fish_seen_subcommand_from serve"
                                 : "__fish_seen_subcommand_from " + command.name;
    for (const Option& option : command.help.options) text += FishOption(when, option, slugs);
  }
  return text;
}

}  // namespace

std::string RenderCompletion(Shell shell, const std::vector<Described>& commands,
                             const std::vector<std::string>& slugs) {
  switch (shell) {
    case Shell::kBash:
      return Bash(commands, slugs);
    case Shell::kZsh:
      return Zsh(commands, slugs);
    case Shell::kFish:
      return Fish(commands, slugs);
  }
  return "";
}

}  // namespace wa
