#include "load/load_conditions.h"

#include <charconv>
#include <cstdlib>
#include <utility>

#include "base/text.h"
#include "embedded/conditions_toml.h"
#include "load/condition_table.h"
#include "load/read_file.h"
#include "load/toml_reader.h"

namespace wa {
namespace {

using Loaded = tl::expected<std::shared_ptr<const Catalogue>, Problems>;

RestartAllowance ReadAllowance(TomlTable table) {
  RestartAllowance allowance;
  table.Require("kind", &allowance.kind);
  table.Read("plan", &allowance.plan);
  table.Require("per_day", &allowance.per_day);
  return allowance;
}

SupportDesk ReadDesk(TomlTable table) {
  SupportDesk desk;
  table.Require("kind", &desk.kind);
  table.Require("channel", &desk.channel);
  table.Read("other_channels", &desk.other_channels);
  table.Require("severity_all", &desk.severity_all);
  table.Require("severity_some", &desk.severity_some);
  table.Require("severity_rest", &desk.severity_rest);
  if (auto promised = table.Table("first_answer")) {
    for (const auto& [plan, name] : EnumNames<Plan>::table) {
      Duration within{0};
      if (promised->Read(name, &within)) desk.first_answer[plan] = within;
    }
  }
  if (auto source = table.Table("source")) desk.source = ReadSource(*source);
  return desk;
}

// Reads the "LINE:COLUMN: " with which messages about a rule begin, after the file's name.
Problem FromCatalogue(const std::string& file, std::string_view message) {
  Problem problem{file, 0, 0, std::string(message)};
  if (message.substr(0, file.size() + 1) != file + ":") return problem;
  message.remove_prefix(file.size() + 1);
  for (int* number : {&problem.line, &problem.column}) {
    const char* end = message.data() + message.size();
    const auto read = std::from_chars(message.data(), end, *number);
    if (read.ec != std::errc() || read.ptr == end || *read.ptr != ':') return problem;
    message.remove_prefix(static_cast<std::size_t>(read.ptr - message.data()) + 1);
  }
  problem.message = std::string(Trim(message));
  return problem;
}

Loaded Failed(Problems problems) {
  SortProblems(&problems);
  return tl::unexpected(std::move(problems));
}

}  // namespace

std::string_view EmbeddedConditions() { return embedded::ConditionsToml(); }

Loaded ParseConditions(std::string_view toml, const std::string& file) {
  Problems problems;
  const auto reader = TomlFile::Parse(toml, file, &problems);
  if (!reader) return Failed(std::move(problems));
  std::vector<Condition> conditions;
  std::vector<RestartAllowance> allowances;
  std::vector<SupportDesk> desks;
  for (const TomlTable& table : reader->Root().Tables("restart_allowance")) {
    allowances.push_back(ReadAllowance(table));
  }
  for (const TomlTable& table : reader->Root().Tables("support")) desks.push_back(ReadDesk(table));
  for (const TomlTable& table : reader->Root().Tables("condition")) {
    conditions.push_back(ReadCondition(table));
  }
  reader->RefuseUnreadKeys();
  if (!problems.empty()) return Failed(std::move(problems));
  auto catalogue = Catalogue::Make(std::move(conditions), std::move(allowances), std::move(desks));
  if (catalogue) return *catalogue;
  for (const Error& error : catalogue.error())
    problems.push_back(FromCatalogue(file, error.message));
  return Failed(std::move(problems));
}

Loaded LoadConditions(const std::string& path) {
  if (path.empty()) return ParseConditions(EmbeddedConditions(), "conditions.toml");
  const Result<FileContents> text = ReadFile(path, kMaxConfigBytes);
  if (!text) return Failed({{path, 0, 0, "cannot read the catalogue: " + text.error().message}});
  return ParseConditions(text->bytes, path);
}

std::shared_ptr<const Catalogue> WithOverrides(const Catalogue& catalogue,
                                               const ConditionOverrides& overrides) {
  std::vector<Condition> conditions = *catalogue.conditions();
  for (Condition& condition : conditions) {
    const auto found = overrides.find(condition.slug);
    if (found == overrides.end() || !found->second.grace) continue;
    condition.graces = {Grace{std::nullopt, std::nullopt, *found->second.grace}};
  }
  auto changed = Catalogue::Make(std::move(conditions), catalogue.allowances(), catalogue.desks());
  // A catalogue that was accepted stays acceptable: slugs and rules are the same, and there is a
  // grace for all.
  if (!changed) std::abort();
  return *changed;
}

}  // namespace wa
