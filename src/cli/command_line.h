#pragma once

#include <CLI/CLI.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/enum_names.h"
#include "cli/commands.h"
#include "cli/render_help.h"
#include "config/config.h"

namespace wa {

struct OtherWay;

// Reads the options of one subcommand:
//   CommandLine line("check", "Finds every mistake in a configuration.", "--config my.toml");
//   line.Config(&config);
//   line.Flag("--json", &json, "...");
//   if (const auto done = line.Parse(arguments, console)) return *done;
// --help and --version are there already. Exceptions of the library stay inside.
class CommandLine {
 public:
  // `example`: what stands behind the subcommand's name in the example of the help text.
  CommandLine(const std::string& name, std::string description, std::string example);

  // Each `help` begins in lower case and has no full stop. `what` is what the value is called.
  // `why_not` says what is wrong with a value, or nothing.
  using WhyNot = std::string (*)(const std::string& value);
  void Required(const std::string& option, std::string* value, const std::string& what,
                const std::string& help);
  void Optional(const std::string& option, std::string* value, const std::string& what,
                const std::string& help, WhyNot why_not = nullptr);
  void Flag(const std::string& option, bool* value, const std::string& help);
  void Argument(const std::string& what, std::string* value, const std::string& help,
                bool required);

  // What an option or argument that was added may be, to be completed in a shell.
  void Words(const std::string& option, std::vector<std::string> words);

  // What many subcommands have.
  void Config(std::string* path);      // --config FILE, required
  void Conditions(std::string* path);  // --conditions FILE
  void Json(bool* json);               // --json
  void Way(OtherWay* way);             // --url URL, --ca-file FILE
  void Shard(std::string* shard);      // --shard I/N; read it with ShardOf()

  // Nothing: go on. Else the exit code: help or version was printed, or what is wrong was said, or
  // the console wants to be told what there is.
  std::optional<int> Parse(const Arguments& arguments, Console& console);

  // Says on `console.err` what is wrong with the usage, and where help is. Returns the exit code.
  int Refuse(Console& console, const std::string& message) const;

 private:
  std::optional<std::string> UnknownOption() const;
  HelpText Text() const;

  std::string name_;
  std::string description_;
  std::string example_;
  std::map<std::string, std::vector<std::string>> words_;  // by option
  CLI::App app_;
};

// The printed names of an enum, for CommandLine::Words().
template <typename E>
std::vector<std::string> NamesOf() {
  std::vector<std::string> names;
  for (const auto& entry : EnumNames<E>::table) names.emplace_back(entry.second);
  return names;
}

// What --shard says; all accounts if it is not there. REQUIRES: Parse() went on.
Shard ShardOf(const std::string& text);

// "waba_exporter 0.1.0"
std::string VersionLine();

}  // namespace wa
