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

// `code = 190` or `code = "200-299"`.
void ReadCodes(TomlTable* table, Rule* rule) {
  if (!table->HasString("code")) {
    if (table->Read("code", &rule->code_from)) rule->code_to = rule->code_from;
    return;
  }
  std::string text;
  table->Read("code", &text);
  const std::size_t dash = text.find('-', 1);
  const bool range = dash != std::string::npos;
  rule->code_from = ParseCode(text.substr(0, dash));
  rule->code_to = range ? ParseCode(text.substr(dash + 1)) : std::nullopt;
  if (!rule->code_from || !rule->code_to || *rule->code_from > *rule->code_to) {
    table->Refuse("code", "'code' must be a number such as 190, or a range such as \"200-299\"");
  }
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

Rule ReadRule(TomlTable table) {
  Rule rule;
  Problem position = table.Position("in");
  rule.position =
      position.file + ":" + std::to_string(position.line) + ":" + std::to_string(position.column);
  table.Require("in", &rule.sign);
  ReadCodes(&table, &rule);
  ReadText(&table, &rule);
  ReadStatuses(&table, &rule);
  return rule;
}

Grace ReadGrace(TomlTable table) {
  Grace grace;
  table.Read("kind", &grace.kind);
  table.Read("plan", &grace.plan);
  table.Require("grace", &grace.grace);
  return grace;
}

Source ReadSource(TomlTable table) {
  Source source;
  RequireText(&table, "page", &source.page);
  if (table.Require("date", &source.date) && !IsDate(source.date)) {
    table.Refuse("date", "'date' must be the day on which the page was read, as \"YYYY-MM-DD\"");
  }
  table.Require("quote", &source.quote);
  return source;
}

void ReadTables(TomlTable* table, Condition* condition) {
  for (const TomlTable& row : table->RequireTables("grace"))
    condition->graces.push_back(ReadGrace(row));
  for (const TomlTable& row : table->Tables("recognise")) condition->rules.push_back(ReadRule(row));
  for (const TomlTable& row : table->RequireTables("source")) {
    condition->sources.push_back(ReadSource(row));
  }
}

}  // namespace

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
  table.Require("pace", &condition.pace);
  table.Read("retry_after", &condition.retry_after);
  table.Read("quiet", &condition.quiet);
  ReadTables(&table, &condition);
  if (condition.state == AccountState::kUnknown) {
    table.Refuse("state", "'state' must be one of: ok, wait, degraded, down, support");
  }
  return condition;
}

}  // namespace wa
