#include "load/condition_table.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "base/pattern.h"
#include "base/text.h"

namespace wa {
namespace {

constexpr std::string_view kSlugCharacters = "abcdefghijklmnopqrstuvwxyz0123456789-";

bool IsSlug(std::string_view text) {
  return !text.empty() && text.find_first_not_of(kSlugCharacters) == std::string_view::npos;
}

// YYYY-MM-DD; whether the day exists is not checked further.
bool IsDate(std::string_view text) {
  if (text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? text[i] != '-' : (text[i] < '0' || text[i] > '9')) return false;
  }
  return true;
}

std::optional<std::int64_t> ParseCode(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// A text that people read: present, and more than white space.
void RequireText(TomlTable* table, std::string_view key, std::string* out) {
  if (table->Require(key, out) && Trim(*out).empty()) {
    table->Refuse(key, Quoted(key) + " may not be empty");
  }
}

void CheckSlug(TomlTable* table, std::string_view key, std::string_view slug) {
  if (IsSlug(slug)) return;
  table->Refuse(key, Quoted(key) + " may hold only lower-case letters, digits and hyphens");
}

struct CodeRange {
  std::int64_t from;
  std::int64_t to;
};

// `190`, "190" or "200-299".
std::optional<CodeRange> ParseRange(const TomlTable::Scalar& scalar) {
  if (const auto* number = std::get_if<std::int64_t>(&scalar)) return CodeRange{*number, *number};
  const auto& text = std::get<std::string>(scalar);
  const std::size_t dash = text.find('-', 1);
  const auto from = ParseCode(text.substr(0, dash));
  const auto to = dash == std::string::npos ? from : ParseCode(text.substr(dash + 1));
  if (!from || !to || *from > *to) return std::nullopt;
  return CodeRange{*from, *to};
}

// `code = 190`, `code = "200-299"` or `code = [190, "200-299"]`.
std::vector<CodeRange> ReadCodes(TomlTable* table) {
  constexpr std::string_view kForm =
      "a number such as 190, a range such as \"200-299\", or a list of these";
  std::vector<TomlTable::Scalar> scalars;
  if (!table->ReadOneOrMore("code", kForm, &scalars)) return {};
  if (scalars.empty()) table->Refuse("code", "'code' may not be an empty list");
  std::vector<CodeRange> ranges;
  for (std::size_t i = 0; i < scalars.size(); ++i) {
    if (const auto range = ParseRange(scalars[i])) {
      ranges.push_back(*range);
    } else {
      table->RefuseItem("code", i, "'code' must be " + std::string(kForm));
    }
  }
  return ranges;
}

// `in = "message"` or `in = ["graph-error", "error-list"]`.
std::vector<SignKind> ReadSigns(TomlTable* table) {
  if (!table->HasList("in")) {
    SignKind sign{};
    if (!table->Require("in", &sign)) return {};
    return {sign};
  }
  std::vector<std::string> names;
  if (!table->Read("in", &names)) return {};
  if (names.empty()) table->Refuse("in", "'in' may not be an empty list");
  std::vector<SignKind> signs;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (const auto sign = ParseEnum<SignKind>(names[i])) {
      signs.push_back(*sign);
    } else {
      table->RefuseItem(
          "in", i, "'in' must be one of: " + AllNames<SignKind>() + "; found " + Quoted(names[i]));
    }
  }
  return signs;
}

void ReadText(TomlTable* table, Rule* rule) {
  std::string text;
  if (!table->Read("text", &text)) return;
  if (Trim(text) != text) {
    table->Refuse("text", "'text' must not begin or end with white space: no answer would match");
  }
  Result<Pattern> pattern = Pattern::Parse(text);
  if (pattern) {
    rule->text = std::move(*pattern);
  } else {
    table->Refuse("text", "'text': " + pattern.error().message);
  }
}

void ReadStatuses(TomlTable* table, Rule* rule) {
  std::vector<std::int64_t> statuses;
  table->Read("http", &statuses);
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    if (statuses[i] < 100 || statuses[i] > 599) {
      table->RefuseItem("http", i, "an HTTP status is a number from 100 to 599");
    } else {
      rule->http.push_back(static_cast<int>(statuses[i]));
    }
  }
}

std::string PositionOf(const TomlTable& table) {
  const Problem position = table.Position("in");
  return position.file + ":" + std::to_string(position.line) + ":" +
         std::to_string(position.column);
}

// A row with lists stands for one rule for each pair of their items.
void ReadRules(TomlTable table, std::vector<Rule>* rules) {
  Rule rule;
  rule.position = PositionOf(table);
  const std::vector<SignKind> signs = ReadSigns(&table);
  const std::vector<CodeRange> ranges = ReadCodes(&table);
  ReadText(&table, &rule);
  ReadStatuses(&table, &rule);
  for (const SignKind sign : signs) {
    rule.sign = sign;
    if (ranges.empty()) rules->push_back(rule);
    for (const CodeRange& range : ranges) {
      rule.code_from = range.from;
      rule.code_to = range.to;
      rules->push_back(rule);
    }
  }
}

// Only an event can say that something is over: for polls it is the absence of trouble.
void ReadEnds(TomlTable table, std::vector<Rule>* rules) {
  std::vector<Rule> read;
  ReadRules(table, &read);
  for (const Rule& rule : read) {
    if (rule.sign == SignKind::kEvent) continue;
    return table.Refuse("in", "'in' must be event here: nothing else says that it is over");
  }
  rules->insert(rules->end(), read.begin(), read.end());
}

Grace ReadGrace(TomlTable table) {
  Grace grace;
  table.Read("kind", &grace.kind);
  table.Read("plan", &grace.plan);
  table.Require("grace", &grace.grace);
  return grace;
}

void ReadTables(TomlTable* table, Condition* condition) {
  for (const TomlTable& row : table->RequireTables("grace"))
    condition->graces.push_back(ReadGrace(row));
  for (const TomlTable& row : table->Tables("recognise")) ReadRules(row, &condition->rules);
  for (const TomlTable& row : table->Tables("ends")) ReadEnds(row, &condition->ends);
  for (const TomlTable& row : table->RequireTables("source")) {
    condition->sources.push_back(ReadSource(row));
  }
}

bool NamesATime(const Condition& condition) {
  const auto has_number = [](const Rule& rule) {
    return rule.text && rule.text->text().find('{') != std::string::npos;
  };
  return condition.retry_after ||
         std::any_of(condition.rules.begin(), condition.rules.end(), has_number);
}

// What no poll can see must end by another way; what concerns one message is no incident.
void CheckEnd(TomlTable* table, const Condition& condition) {
  if (condition.reach != Reach::kEvent || condition.scope == Scope::kMessage) return;
  if (!condition.ends.empty()) return;
  if (!condition.quiet) {
    table->Refuse("reach",
                  "'reach' is event, so no poll ends it: give 'quiet', or 'ends' with the events "
                  "that say it is over");
  } else if (*condition.quiet == Duration(0) && !NamesATime(condition)) {
    table->Refuse("quiet",
                  "'quiet' of 0 needs a time to wait, in a rule's text or as 'retry_after'");
  }
}

}  // namespace

Source ReadSource(TomlTable table) {
  Source source;
  RequireText(&table, "page", &source.page);
  if (table.Require("date", &source.date) && !IsDate(source.date)) {
    table.Refuse("date", "'date' must be the day on which the page was read, as \"YYYY-MM-DD\"");
  }
  table.Require("quote", &source.quote);
  return source;
}

Condition ReadCondition(TomlTable table) {
  Condition condition;
  if (table.Require("slug", &condition.slug)) CheckSlug(&table, "slug", condition.slug);
  if (table.Read("group", &condition.group)) CheckSlug(&table, "group", condition.group);
  RequireText(&table, "title", &condition.title);
  RequireText(&table, "meaning", &condition.meaning);
  RequireText(&table, "action", &condition.action);
  table.Require("owner", &condition.owner);
  table.Require("scope", &condition.scope);
  table.Require("severity", &condition.severity);
  table.Require("contact", &condition.contact);
  table.Require("state", &condition.state);
  table.Require("reach", &condition.reach);
  table.Read("seen_by", &condition.seen_by);
  table.Require("pace", &condition.pace);
  table.Read("retry_after", &condition.retry_after);
  table.Read("quiet", &condition.quiet);
  ReadTables(&table, &condition);
  CheckEnd(&table, condition);
  if (condition.state == AccountState::kUnknown) {
    table.Refuse("state", "'state' must be one of: ok, wait, degraded, down, support");
  }
  return condition;
}

}  // namespace wa
