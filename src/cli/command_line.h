#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "cli/commands.h"
#include "config/config.h"

namespace wa {

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

  // What many subcommands have.
  void Config(std::string* path);      // --config FILE, required
  void Conditions(std::string* path);  // --conditions FILE
  void Json(bool* json);               // --json
  void Shard(std::string* shard);      // --shard I/N; read it with ShardOf()

  // Nothing: go on. Else the exit code: help or version was printed, or what is wrong was said.
  std::optional<int> Parse(const Arguments& arguments, Console& console);

  // Says on `console.err` what is wrong with the usage, and where help is. Returns the exit code.
  int Refuse(Console& console, const std::string& message) const;

 private:
  std::optional<std::string> UnknownOption() const;
  std::string Help() const;

  std::string name_;
  std::string description_;
  std::string example_;
  CLI::App app_;
};

// What --shard says; all accounts if it is not there. REQUIRES: Parse() went on.
Shard ShardOf(const std::string& text);

// "waba_exporter 0.1.0"
std::string VersionLine();

}  // namespace wa
