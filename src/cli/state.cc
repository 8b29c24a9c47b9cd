// waba_exporter state: carries what the exporter remembers from one database to another, so that an
// account that moves to another shard keeps the start of its incident.
#include <fstream>
#include <istream>
#include <iterator>
#include <ostream>

#include "base/clock.h"
#include "base/text.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/installation.h"
#include "cli/partial_config.h"
#include "cli/state_json.h"
#include "config/config.h"
#include "load/read_file.h"
#include "load/toml_reader.h"
#include "load/write_file.h"
#include "store/state_transfer.h"

namespace wa {
namespace {

struct Options {
  std::string action;
  std::string file;
  std::string config;
  std::string out;
};

int Say(const Error& error, Console& console) {
  console.err << "waba_exporter state: " << error.message << "\n";
  return error.code == ErrorCode::kConfig ? kUsage : kFailure;
}

int Export(const std::string& storage, const Options& options, Console& console) {
  const auto state = ReadState(storage);
  if (!state) return Say(state.error(), console);
  const std::string text = StateJson(*state, RealClock().System());
  if (options.out.empty()) {
    console.out << text;
    return kGood;
  }
  const Status written = ReplaceFile(options.out, text);
  return written ? kGood : Say(written.error(), console);
}

Result<std::string> ReadInput(const std::string& file, Console& console) {
  std::ifstream stream;
  if (file != "-") stream.open(file, std::ios::binary);
  if (!stream) return Fail(ErrorCode::kIo, file + ": it cannot be opened");
  std::istream& input = file == "-" ? console.in : stream;
  std::string text{std::istreambuf_iterator<char>(input), std::istreambuf_iterator<char>()};
  if (input.bad()) return Fail(ErrorCode::kIo, file + ": it cannot be read");
  return text;
}

std::string Counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

int Import(const std::string& storage, const Options& options, Console& console) {
  const auto text = ReadInput(options.file, console);
  if (!text) return Say(text.error(), console);
  const auto state = ParseStateJson(*text, options.file);
  if (!state) return Say(state.error(), console);
  const auto written = AddState(storage, *state, RealClock().System());
  if (!written) return Say(written.error(), console);
  console.out << "Taken over: " << Counted(written->incidents.size(), "incident") << ", totals of "
              << Counted(written->totals.size(), "account") << ", "
              << Counted(written->usual_shares.size(), "usual share") << ", "
              << Counted(written->maintenance.size(), "maintenance window") << ", "
              << Counted(written->cases.size(), "case") << ".\n";
  return kGood;
}

std::string WhyNot(const Options& options) {
  if (options.action == "export")
    return options.file.empty() ? "" : "export takes no FILE: --out FILE names where to";
  if (options.action == "import") {
    if (!options.out.empty()) return "--out goes with export";
    return options.file.empty() ? "FILE is required: what to import, or - for standard input" : "";
  }
  return "there is no " + Quoted(options.action) + Suggestion(options.action, {"export", "import"});
}

}  // namespace

int RunStateCommand(const Arguments& arguments, Console& console) {
  Options options;
  CommandLine line(
      "state",
      "Carries open incidents, totals of accounts, what is usual at a provider, announced "
      "maintenance and cases at support from one database to another. `export` prints them as "
      "JSON, also while the exporter runs; `import` adds them to the database of an exporter that "
      "does not run, where what was seen later counts.",
      "export --config my.toml --out state.json");
  line.Argument("ACTION", &options.action, "export or import", true);
  line.Words("ACTION", {"export", "import"});
  line.Argument("FILE", &options.file, "what to import; - is standard input", false);
  line.Config(&options.config);
  line.Optional("--out", &options.out, "FILE", "where to export to, instead of standard output");
  if (const auto done = line.Parse(arguments, console)) return *done;
  if (const std::string why = WhyNot(options); !why.empty()) return line.Refuse(console, why);
  const auto storage = ReadStoragePath(options.config, console);
  if (!storage) return kUsage;
  return options.action == "export" ? Export(*storage, options, console)
                                    : Import(*storage, options, console);
}

}  // namespace wa
