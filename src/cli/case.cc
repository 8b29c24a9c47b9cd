// waba_exporter case: the clock of a case at the provider's support.
#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "base/rfc3339.h"
#include "base/text.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/desk_api.h"
#include "cli/json_values.h"
#include "cli/layout.h"
#include "cli/partial_config.h"
#include "load/problem.h"

namespace wa {
namespace {

constexpr char kPath[] = "/api/v1/cases";

struct Options {
  std::string action;
  std::string which;  // an account, or the id of a case
  std::string config;
  OtherWay way;
  std::string reference;
  std::string at;
  bool json = false;
};

std::string WhyNotMoment(const std::string& text) {
  return ParseRfc3339(text) ? "" : "write it as 2026-11-25T18:00:00Z";
}

std::string AnswerOf(const OrderedJson& item) {
  const std::string answered = MomentOf(item, "answered_at");
  if (!answered.empty()) return "came " + answered;
  const std::string due = MomentOf(item, "answer_due_at");
  if (due.empty()) return "nothing is promised";
  return (item.value("answer_overdue", OrderedJson()) == true ? "overdue since " : "due by ") + due;
}

int Say(const Error& error, Console& console) {
  console.err << "waba_exporter case: " << error.message << "\n";
  return kFailure;
}

int ShowOne(const Result<OrderedJson>& item, const Options& options, Console& console) {
  if (!item) return Say(item.error(), console);
  if (options.json) {
    console.out << Dump(*item);
    return kGood;
  }
  FieldList fields;
  fields.Add("Id", TextOf(*item, "id"));
  fields.Add("Account", TextOf(*item, "account"));
  fields.Add("Reference", TextOf(*item, "reference"));
  fields.Add("Condition", TextOf(*item, "condition"));
  fields.Add("Opened", MomentOf(*item, "opened_at"));
  fields.Add("First answer", AnswerOf(*item));
  fields.Add("Recovered", MomentOf(*item, "recovered_at"));
  fields.Add("Closed", MomentOf(*item, "closed_at"));
  console.out << fields.Render(console.style, "");
  const auto note = item->find("closing_note");
  if (note == item->end() || !note->is_string()) return kGood;
  console.out << "\n" << note->get<std::string>();
  return kGood;
}

int ShowAll(const Result<OrderedJson>& list, const Options& options, Console& console) {
  if (!list) return Say(list.error(), console);
  if (options.json) {
    console.out << Dump(*list);
    return kGood;
  }
  TextTable table({{"Id"}, {"Account"}, {"Reference"}, {"Opened"}, {"First answer"}, {"Closed"}});
  const OrderedJson items = list->value("cases", OrderedJson::array());
  for (const auto& item : items) {
    table.Add({TextOf(item, "id"), TextOf(item, "account"), TextOf(item, "reference"),
               MomentOf(item, "opened_at"), AnswerOf(item), MomentOf(item, "closed_at")});
  }
  console.out << (items.empty() ? "There is no case.\n" : table.Render(console.style));
  return kGood;
}

std::string WhyNot(const Options& options) {
  static const std::vector<std::string> actions{"open", "answered", "close", "show", "list"};
  if (std::find(actions.begin(), actions.end(), options.action) == actions.end()) {
    return "there is no " + Quoted(options.action) + Suggestion(options.action, actions);
  }
  if (options.which.empty() && options.action == "open") return "which account? open ACCOUNT";
  if (options.which.empty() && options.action != "list") {
    return "ID is required: which case; `list` shows the ids";
  }
  return "";
}

OrderedJson WithMoment(OrderedJson body, const char* key, const std::string& at) {
  if (!at.empty()) body[key] = at;
  return body;
}

// Another case of the account that is still open: perhaps this one was meant.
void TellOfOthers(const ExporterAddress& api, const Options& options, const OrderedJson& opened,
                  Console& console) {
  const auto list = AskDesk(api, kPath + ("?account=" + PercentEncode(options.which)));
  if (!list) return;  // what was asked for is done
  for (const auto& item : list->value("cases", OrderedJson::array())) {
    const bool is_open = TextOf(item, "closed_at").empty();
    if (!is_open || TextOf(item, "id") == TextOf(opened, "id")) continue;
    console.err << "There is another open case of this account: " << TextOf(item, "id")
                << ", reference " << Quoted(TextOf(item, "reference")) << ".\n";
  }
}

int Open(const ExporterAddress& api, const Options& options, Console& console) {
  const OrderedJson body{{"account", options.which}, {"reference", options.reference}};
  const auto opened = TellDesk(api, kPath, WithMoment(body, "opened_at", options.at));
  if (opened) TellOfOthers(api, options, *opened, console);
  return ShowOne(opened, options, console);
}

int Run(const ExporterAddress& api, const Options& options, Console& console) {
  const std::string one = std::string(kPath) + "/" + PercentEncode(options.which);
  if (options.action == "list") {
    const std::string query =
        options.which.empty() ? "" : "?account=" + PercentEncode(options.which);
    return ShowAll(AskDesk(api, kPath + query), options, console);
  }
  if (options.action == "show") return ShowOne(AskDesk(api, one), options, console);
  if (options.action == "open") return Open(api, options, console);
  const std::string path = one + "/" + options.action;
  return ShowOne(TellDesk(api, path, WithMoment(OrderedJson::object(), "at", options.at)), options,
                 console);
}

}  // namespace

int RunCaseCommand(const Arguments& arguments, Console& console) {
  Options options;
  CommandLine line(
      "case",
      "Keeps the clock of a case at the provider's support: `open ACCOUNT` starts it, `answered "
      "ID` "
      "notes the first answer, `close ID` ends it, `show ID` has the closing note once the account "
      "is well again, and `list [ACCOUNT]` shows all. Who writes needs the token of "
      "[cases].",
      "open berlin-shop --config my.toml --reference 4711");
  line.Argument("ACTION", &options.action, "open, answered, close, show or list", true);
  line.Words("ACTION", {"open", "answered", "close", "show", "list"});
  line.Argument("WHICH", &options.which, "an account (open, list) or the id of a case", false);
  line.Config(&options.config);
  line.Way(&options.way);
  line.Optional("--reference", &options.reference, "TEXT", "the number that support gave the case");
  line.Optional("--at", &options.at, "TIME", "when it happened, instead of now", &WhyNotMoment);
  line.Json(&options.json);
  if (const auto done = line.Parse(arguments, console)) return *done;
  if (const std::string why = WhyNot(options); !why.empty()) return line.Refuse(console, why);
  const auto api = FindExporter(options.config, options.way, Errand::kWrite, console);
  return api ? Run(*api, options, console) : kUsage;
}

}  // namespace wa
