// waba_exporter conditions: the catalogue.
#include <ostream>

#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/installation.h"
#include "cli/render_conditions.h"
#include "load/problem.h"

namespace wa {
namespace {

enum class Format { kText, kMarkdown, kJson };

}  // namespace

template <>
struct EnumNames<Format> {
  static constexpr std::array table{
      std::pair{Format::kText, std::string_view("text")},
      std::pair{Format::kMarkdown, std::string_view("markdown")},
      std::pair{Format::kJson, std::string_view("json")},
  };
};

namespace {

std::string WhyNoFormat(const std::string& text) {
  if (ParseEnum<Format>(text)) return "";
  return "there is no format " + Quoted(text) + Suggestion(text, {"text", "markdown", "json"});
}

std::string Render(const Catalogue& catalogue, Format format, const Style& style) {
  switch (format) {
    case Format::kText:
      return RenderConditions(catalogue, style);
    case Format::kMarkdown:
      return ConditionsMarkdown(catalogue);
    case Format::kJson:
      return ConditionsJson(catalogue);
  }
  return "";
}

}  // namespace

int RunConditionsCommand(const Arguments& arguments, Console& console) {
  std::string format = "text";
  std::string conditions;
  CommandLine line(
      "conditions",
      "Lists everything that can be wrong with an account: what it means, who must act, "
      "how long it may last, and whether contacting support is warranted.",
      "--format json");
  line.Optional("--format", &format, "FORMAT", AllNames<Format>(), &WhyNoFormat);
  line.Conditions(&conditions);
  if (const auto done = line.Parse(arguments, console)) return *done;
  const auto catalogue = CatalogueFrom(conditions, console);
  if (!catalogue) return kUsage;
  console.out << Render(*catalogue, *ParseEnum<Format>(format), console.style);
  return kGood;
}

}  // namespace wa
