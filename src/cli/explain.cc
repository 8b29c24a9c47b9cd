// waba_exporter explain: names what an answer says. Needs no configuration and no network.
#include <fstream>
#include <istream>
#include <ostream>

#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/given_answer.h"
#include "cli/installation.h"
#include "cli/render_explain.h"
#include "condition/classify.h"
#include "load/problem.h"

namespace wa {
namespace {

constexpr std::size_t kLongestInput = 16u << 20;

struct Options {
  std::string file = "-";
  std::string http_status;
  std::string provider{Name(ProviderKind::k360dialog)};
  std::string conditions;
  bool json = false;
};

std::string WhyNoStatus(const std::string& text) {
  return ParseHttpStatus(text) ? "" : Quoted(text) + " is no HTTP status (100 to 599)";
}

std::string WhyNoKind(const std::string& text) {
  if (ParseEnum<ProviderKind>(text)) return "";
  std::vector<std::string> kinds;
  for (const auto& entry : EnumNames<ProviderKind>::table) kinds.emplace_back(entry.second);
  return "there is no kind of provider " + Quoted(text) + Suggestion(text, kinds);
}

Result<std::string> ReadAll(std::istream& stream) {
  std::string text(kLongestInput + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad()) return Fail(ErrorCode::kIo, "it cannot be read");
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() <= kLongestInput) return text;
  return Fail(ErrorCode::kIo, "it is longer than 16 MiB");
}

// A pipe is as good as a file here: `explain <(curl -i ...)`.
Result<std::string> ReadInput(const std::string& file, Console& console) {
  if (file == "-") {
    if (console.in_is_terminal) {
      console.err << "Paste the answer or the webhook's body, then press Enter and Ctrl-D.\n"
                  << std::flush;
    }
    return ReadAll(console.in);
  }
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return Fail(ErrorCode::kIo, "it cannot be opened");
  return ReadAll(stream);
}

// What people must know, on the other stream, so that the result stays a result.
void PrintRemarks(const Explanation& explanation, bool json, Console& console) {
  const auto print = [&](const std::string& text) {
    if (!text.empty()) console.err << "waba_exporter explain: " << text << "\n";
  };
  print(explanation.assumption);
  if (json && !explanation.nothing.empty()) print("no condition: " + explanation.nothing);
}

}  // namespace

int RunExplainCommand(const Arguments& arguments, Console& console) {
  Options options;
  CommandLine line(
      "explain",
      "Says what an answer or a webhook's body means: which condition it is, who must act, and "
      "whether contacting support is warranted. It finds the shape by itself: a body, what "
      "`curl -i` prints, an object with http_status and body, or the text of an error.",
      "answer.json --http-status 500");
  line.Argument("FILE", &options.file, "the answer or body; standard input if absent or -", false);
  line.Optional("--http-status", &options.http_status, "N", "the real HTTP status of the answer",
                &WhyNoStatus);
  line.Optional("--provider", &options.provider, "KIND",
                "who answered: " + AllNames<ProviderKind>(), &WhyNoKind);
  line.Words("--provider", NamesOf<ProviderKind>());
  line.Conditions(&options.conditions);
  line.Json(&options.json);
  if (const auto done = line.Parse(arguments, console)) return *done;
  const auto catalogue = CatalogueFrom(options.conditions, console);
  if (!catalogue) return kUsage;
  const Result<std::string> text = ReadInput(options.file, console);
  if (!text) return line.Refuse(console, Quoted(options.file) + ": " + text.error().message);
  const auto answer = ReadGivenAnswer(*text, ParseHttpStatus(options.http_status));
  if (!answer) return line.Refuse(console, answer.error().message);
  const Explanation explanation =
      Explain(*catalogue, *ParseEnum<ProviderKind>(options.provider), *answer);
  PrintRemarks(explanation, options.json, console);
  console.out << (options.json ? ExplanationJson(explanation)
                               : RenderExplanation(explanation, console.style));
  return IsUnclassified(explanation.findings) ? kFailure : kGood;
}

}  // namespace wa
