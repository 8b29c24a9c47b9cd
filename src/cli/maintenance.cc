// waba_exporter maintenance: announces work, shows what is announced, and ends it.
#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

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

constexpr char kPath[] = "/api/v1/maintenance";

struct Options {
  std::string action;
  std::string id;
  std::string config;
  OtherWay way;
  std::string reason;
  bool all = false;
  std::string accounts;
  std::string providers;
  std::string tags;
  std::string from;
  std::string to;
  std::string weekdays;
  std::string time_zone;
  std::string until;
  bool json = false;
};

// "a, b" -> {"a", "b"}
std::vector<std::string> Parts(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    parts.emplace_back(Trim(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::string WhyNotTags(const std::string& text) {
  for (const std::string& part : Parts(text)) {
    if (part.find('=') == std::string::npos) return "write NAME=VALUE, such as team=retail";
  }
  return "";
}

OrderedJson TagsJson(const std::string& text) {
  OrderedJson tags = OrderedJson::object();
  for (const std::string& part : Parts(text)) {
    const std::size_t equals = part.find('=');
    tags[part.substr(0, equals)] = part.substr(equals + 1);
  }
  return tags;
}

OrderedJson FormJson(const Options& options) {
  return {{"reason", options.reason},
          {"all", options.all},
          {"accounts", Parts(options.accounts)},
          {"providers", Parts(options.providers)},
          {"tags", TagsJson(options.tags)},
          {"from", options.from},
          {"to", options.to},
          {"weekdays", Parts(options.weekdays)},
          {"time_zone", options.time_zone},
          {"until", options.until}};
}

// "berlin-shop, hamburg-shop", "all accounts", "provider d360, tag team=retail"
std::string Whom(const OrderedJson& item) {
  std::string text;
  const auto add = [&](const std::string& word) { text += (text.empty() ? "" : ", ") + word; };
  for (const auto& account : item.value("accounts", OrderedJson::array())) {
    if (account.is_string()) add(Sanitise(account.get<std::string>()));
  }
  for (const auto& provider : item.value("providers", OrderedJson::array())) {
    if (provider.is_string()) add("provider " + Sanitise(provider.get<std::string>()));
  }
  const OrderedJson tags = item.value("tags", OrderedJson::object());
  for (const auto& [name, value] : tags.items()) {
    if (value.is_string()) add("tag " + Sanitise(name + "=" + value.get<std::string>()));
  }
  return text.empty() ? "all accounts" : text;
}

std::string When(const OrderedJson& item) {
  const auto next = item.find("next");
  if (next == item.end() || !next->is_object()) return "over";
  return item.value("holds", OrderedJson()) == true
             ? "now, until " + MomentOf(*next, "to")
             : MomentOf(*next, "from") + " to " + MomentOf(*next, "to");
}

int Say(const Error& error, Console& console) {
  console.err << "waba_exporter maintenance: " << error.message << "\n";
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
  fields.Add("Reason", TextOf(*item, "reason"));
  fields.Add("Whom", Whom(*item));
  fields.Add("Next", When(*item));
  console.out << fields.Render(console.style, "");
  return kGood;
}

int ShowAll(const Result<OrderedJson>& list, const Options& options, Console& console) {
  if (!list) return Say(list.error(), console);
  if (options.json) {
    console.out << Dump(*list);
    return kGood;
  }
  TextTable table({{"Id"},
                   {"When"},
                   {"Whom", TextTable::Align::kLeft, true},
                   {"Reason", TextTable::Align::kLeft, true}});
  const OrderedJson items = list->value("maintenance", OrderedJson::array());
  for (const auto& item : items) {
    table.Add({TextOf(item, "id"), When(item), Whom(item), TextOf(item, "reason")});
  }
  console.out << (items.empty() ? "No maintenance is announced.\n" : table.Render(console.style));
  return kGood;
}

std::string WhyNot(const Options& options) {
  static const std::vector<std::string> actions{"add", "list", "end"};
  if (std::find(actions.begin(), actions.end(), options.action) == actions.end()) {
    return "there is no " + Quoted(options.action) + Suggestion(options.action, actions);
  }
  if ((options.action == "end") == options.id.empty()) {
    return options.id.empty() ? "ID is required: which one ends; `list` shows the ids"
                              : options.action + " takes no ID";
  }
  return "";
}

}  // namespace

int RunMaintenanceCommand(const Arguments& arguments, Console& console) {
  Options options;
  CommandLine line(
      "maintenance",
      "Announces work to the running exporter, so that nobody is called for the accounts that it "
      "is about while it lasts. `add` announces it, `list` shows what is announced, and `end` ends "
      "one before its time. Who writes needs the token of [cases].",
      "list --config my.toml");
  line.Argument("ACTION", &options.action, "add, list or end", true);
  line.Words("ACTION", {"add", "list", "end"});
  line.Argument("ID", &options.id, "which one ends", false);
  line.Config(&options.config);
  line.Way(&options.way);
  line.Optional("--reason", &options.reason, "TEXT", "what is being done");
  line.Optional("--accounts", &options.accounts, "NAMES", "accounts, with commas between");
  line.Optional("--providers", &options.providers, "NAMES", "all accounts of these providers");
  line.Optional("--tags", &options.tags, "TAGS", "all that have these tags: team=retail,env=prod",
                &WhyNotTags);
  line.Flag("--all", &options.all, "everybody");
  line.Optional("--from", &options.from, "TIME",
                "2026-12-01T22:00:00+01:00, or with a time zone \"2026-12-01 22:00\" (once) or "
                "22:00 (again and again)");
  line.Optional("--to", &options.to, "TIME", "the same; 04:00 after 22:00 is on the next day");
  line.Optional("--weekdays", &options.weekdays, "DAYS", "saturday,sunday: on which it begins");
  line.Optional("--time-zone", &options.time_zone, "ZONE", "such as Europe/Berlin");
  line.Optional("--until", &options.until, "DAY", "2026-12-24: the last day on which it begins");
  line.Json(&options.json);
  if (const auto done = line.Parse(arguments, console)) return *done;
  if (const std::string why = WhyNot(options); !why.empty()) return line.Refuse(console, why);
  const auto api = FindExporter(options.config, options.way, Errand::kWrite, console);
  if (!api) return kUsage;
  if (options.action == "list") return ShowAll(AskDesk(*api, kPath), options, console);
  if (options.action == "end") {
    const std::string path = std::string(kPath) + "/" + PercentEncode(options.id) + "/end";
    return ShowOne(TellDesk(*api, path, OrderedJson::object()), options, console);
  }
  return ShowOne(TellDesk(*api, kPath, FormJson(options)), options, console);
}

}  // namespace wa
