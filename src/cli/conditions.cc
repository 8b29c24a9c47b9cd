// waba_exporter conditions: the catalogue.
#include <ostream>

#include "base/text.h"
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

std::string NoSuchCondition(const Catalogue& catalogue, const std::string& slug) {
  std::vector<std::string> slugs;
  for (const Condition& condition : *catalogue.conditions()) slugs.push_back(condition.slug);
  const auto near = DidYouMean(slug, slugs);
  return "there is no condition " + Quoted(slug) +
         (near ? "; did you mean '" + *near + "'?" : "; `waba_exporter conditions` lists them");
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
  std::string slug;
  std::string format = "text";
  std::string conditions;
  CommandLine line(
      "conditions",
      "Lists everything that can be wrong with an account: who must act, how long it may last, and "
      "whether contacting support is warranted. With a SLUG, everything about that one: what it "
      "means, what to do, how it is recognised, and when it is over.",
      "internal-server-error");
  line.Argument("SLUG", &slug, "one condition, as metrics and alerts name it", false);
  line.Optional("--format", &format, "FORMAT", AllNames<Format>(), &WhyNoFormat);
  line.Words("--format", NamesOf<Format>());
  line.Conditions(&conditions);
  if (const auto done = line.Parse(arguments, console)) return *done;
  const auto catalogue = CatalogueFrom(conditions, console);
  if (!catalogue) return kUsage;
  const auto wanted = *ParseEnum<Format>(format);
  if (slug.empty()) {
    console.out << Render(*catalogue, wanted, console.style);
    return kGood;
  }
  if (wanted != Format::kText) return line.Refuse(console, "a SLUG is shown as text only");
  const Condition* condition = catalogue->Find(slug);
  if (condition == nullptr) return line.Refuse(console, NoSuchCondition(*catalogue, slug));
  console.out << RenderCondition(*condition, console.style);
  return kGood;
}

}  // namespace wa
