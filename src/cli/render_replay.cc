#include "cli/render_replay.h"

#include <set>

#include "base/text.h"
#include "cli/json_values.h"
#include "cli/layout.h"

namespace wa {
namespace {

std::string Counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

// "2026-11-25 03:12:00"
std::string ForPeople(SystemTime time) {
  std::string text = FormatUtc(time);
  text[10] = ' ';
  text.pop_back();
  return text;
}

std::string Between(SystemTime from, SystemTime to) {
  return ForPeople(from) + " to " + ForPeople(to) + " UTC";
}

std::string Names(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::string HowLong(const Page& page, const ReplaySettings& settings) {
  // What fired before the first moment that was looked at, fired for longer than can be seen.
  const std::string over = page.goes_back ? "over " : "";
  if (page.until) return over + FormatClock(*page.until - page.at);
  return over + FormatClock(settings.to - page.at) + ", still";
}

std::string RenderPages(const std::vector<Page>& pages, const ReplaySettings& settings,
                        const Style& style) {
  TextTable table({{"PAGE AT (UTC)"},
                   {"ACCOUNT", TextTable::Align::kLeft, true},
                   {"ALERT", TextTable::Align::kLeft, true},
                   {"CONDITION", TextTable::Align::kLeft, true},
                   {"FIRES FOR", TextTable::Align::kRight}});
  for (const Page& page : pages) {
    const std::string& about = page.account.empty() ? page.provider : page.account;
    table.Add({ForPeople(page.at), about, page.alert, page.condition, HowLong(page, settings)});
  }
  return table.Render(style);
}

std::string Verdict(const ReplayReport& report, const Style& style) {
  if (!report.pages.empty()) {
    const std::string would =
        report.pages.size() == 1 ? "1 page would" : Counted(report.pages.size(), "page") + " would";
    return style.Bad(would + " have been sent.");
  }
  if (report.answers == 0) return style.Warning("Nothing was recorded in this time.");
  return style.Good("No page would have been sent.");
}

std::string Note(const std::string& text, const Style& style) {
  return Wrap(text, style.width, "");
}

}  // namespace

std::string RenderReplay(const ReplayReport& report, const ReplaySettings& settings,
                         const Style& style) {
  std::string text = Verdict(report, style) + "\n";
  text += Note(Between(settings.from, settings.to) + ": " + Counted(report.answers, "change") +
                   " of what " + Counted(report.accounts, "account") +
                   " answered, judged by today's configuration, catalogue and rules.",
               style);
  if (!report.pages.empty()) text += "\n" + RenderPages(report.pages, settings, style);
  if (!report.gaps.empty()) text += "\n";
  for (const AnswerRun& gap : report.gaps) {
    text += Note("Nobody looked: " + Between(gap.started, gap.alive) + ".", style);
  }
  if (!report.unknown_accounts.empty()) {
    text += "\n" + Note("Left out, because they are not in the configuration: " +
                            Names(report.unknown_accounts) + ".",
                        style);
  }
  if (report.rules_ask_the_time) {
    text += "\n" + Note(
                       "The rules ask for the time of day or the date, which is wrong here: this "
                       "clock begins with 1970.",
                       style);
  }
  return text;
}

std::string ReplayJson(const ReplayReport& report, const ReplaySettings& settings) {
  OrderedJson json;
  json["from"] = FormatUtc(settings.from);
  json["to"] = FormatUtc(settings.to);
  json["answers"] = report.answers;
  json["accounts"] = report.accounts;
  json["pages"] = OrderedJson::array();
  for (const Page& page : report.pages) {
    json["pages"].push_back(
        {{"at", FormatUtc(page.at)},
         {"fired_before", page.goes_back},
         {"until", page.until ? OrderedJson(FormatUtc(*page.until)) : OrderedJson(nullptr)},
         {"alert", page.alert},
         {"account", TextOrNull(page.account)},
         {"condition", TextOrNull(page.condition)},
         {"provider", TextOrNull(page.provider)}});
  }
  json["gaps"] = OrderedJson::array();
  for (const AnswerRun& gap : report.gaps) {
    json["gaps"].push_back({{"from", FormatUtc(gap.started)}, {"to", FormatUtc(gap.alive)}});
  }
  json["unknown_accounts"] = report.unknown_accounts;
  json["rules_ask_the_time"] = report.rules_ask_the_time;
  return Dump(json);
}

}  // namespace wa
