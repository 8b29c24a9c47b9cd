#include "cli/command_line.h"

#include <algorithm>
#include <ostream>
#include <utility>
#include <vector>

#include "base/build.h"
#include "base/text.h"
#include "cli/layout.h"
#include "cli/partial_config.h"
#include "config/shard.h"
#include "load/problem.h"

namespace wa {

CommandLine::CommandLine(const std::string& name, std::string description, std::string example)
    : name_(name), description_(std::move(description)), example_(std::move(example)) {
  app_.set_help_flag("-h,--help", "show this text");
  app_.set_version_flag("-V,--version", VersionLine(), "show the version");
}

void CommandLine::Required(const std::string& option, std::string* value, const std::string& what,
                           const std::string& help) {
  app_.add_option(option, *value, help)->type_name(what)->required();
}

void CommandLine::Optional(const std::string& option, std::string* value, const std::string& what,
                           const std::string& help, WhyNot why_not) {
  CLI::Option* added = app_.add_option(option, *value, help)->type_name(what);
  if (why_not != nullptr)
    added->check([why_not](const std::string& text) { return why_not(text); });
}

void CommandLine::Flag(const std::string& option, bool* value, const std::string& help) {
  app_.add_flag(option, *value, help);
}

void CommandLine::Argument(const std::string& what, std::string* value, const std::string& help,
                           bool required) {
  app_.add_option(what, *value, help)->required(required);
}

void CommandLine::Words(const std::string& option, std::vector<std::string> words) {
  words_[option] = std::move(words);
}

void CommandLine::Config(std::string* path) {
  Required("--config", path, "FILE", "the configuration");
}

void CommandLine::Conditions(std::string* path) {
  Optional("--conditions", path, "FILE", "a catalogue instead of the built-in one");
}

void CommandLine::Json(bool* json) { Flag("--json", json, "print JSON, for programs"); }

void CommandLine::Way(OtherWay* way) {
  Optional("--url", &way->url, "URL", "where the exporter is, instead of its first listen address");
  Optional("--ca-file", &way->ca_file, "FILE",
           "who signed its certificate (PEM), instead of the certificate in its configuration");
}

void CommandLine::Shard(std::string* shard) {
  Optional("--shard", shard, "I/N", "only the accounts of shard I of N, counted from 0",
           [](const std::string& text) {
             const auto parsed = ParseShard(text);
             return parsed ? std::string() : parsed.error().message;
           });
}

std::optional<int> CommandLine::Parse(const Arguments& arguments, Console& console) {
  if (console.described != nullptr) {
    *console.described = Text();
    return kGood;
  }
  try {
    app_.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    return std::nullopt;
  } catch (const CLI::CallForHelp&) {
    console.out << RenderHelp(Text());
    return kGood;
  } catch (const CLI::CallForVersion&) {
    console.out << VersionLine() << "\n";
    return kGood;
  } catch (const CLI::ParseError& error) {
    // What is unknown is the better reason than what is missing because of it.
    return Refuse(console, UnknownOption().value_or(Sanitise(error.what())));
  }
}

int CommandLine::Refuse(Console& console, const std::string& message) const {
  console.err << "waba_exporter " << name_ << ": " << message << "\n"
              << "Try 'waba_exporter " << name_ << " --help'.\n";
  return kUsage;
}

std::optional<std::string> CommandLine::UnknownOption() const {
  const std::vector<std::string> unknown = app_.remaining();
  if (unknown.empty()) return std::nullopt;
  const bool is_option = unknown.front().size() > 1 && unknown.front().front() == '-';
  if (!is_option) return "unexpected argument " + Quoted(unknown.front());
  const std::string word = unknown.front().substr(0, unknown.front().find('='));
  std::vector<std::string> known;
  for (const CLI::Option* option : app_.get_options()) {
    if (option->nonpositional()) known.push_back(option->get_name());
  }
  const auto near = DidYouMean(word, known);
  return "unknown option " + Quoted(word) + (near ? "; did you mean '" + *near + "'?" : "");
}

HelpText CommandLine::Text() const {
  HelpText help{"waba_exporter " + name_, description_, {}, example_};
  for (const CLI::Option* option : app_.get_options()) {
    HelpText::Option shown;
    const bool positional = !option->nonpositional();
    shown.flag = positional ? option->get_name() : option->get_name(false, true);
    if (!positional) std::replace(shown.flag.begin(), shown.flag.end(), ',', ' ');
    shown.value = option->get_type_size() == 0 || positional ? "" : option->get_type_name();
    shown.help = option->get_description();
    shown.required = option->get_required();
    shown.positional = positional;
    shown.common = shown.flag.find("--help") != std::string::npos ||
                   shown.flag.find("--version") != std::string::npos;
    const auto words = words_.find(option->get_name());
    if (words != words_.end()) shown.words = words->second;
    help.options.push_back(std::move(shown));
  }
  return help;
}

Shard ShardOf(const std::string& text) { return ParseShard(text).value_or(Shard()); }

std::string VersionLine() { return "waba_exporter " + ThisBuild().version; }

}  // namespace wa
