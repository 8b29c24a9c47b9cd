#include "simulator/scenario.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "load/read_file.h"
#include "load/toml_reader.h"

namespace wa::simulator {
namespace {

constexpr std::size_t kLongestName = 64;

bool IsName(std::string_view name) {
  constexpr std::string_view kAllowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  return !name.empty() && name.size() <= kLongestName &&
         name.find_first_not_of(kAllowed) == std::string_view::npos;
}

bool IsPath(std::string_view path) {
  constexpr std::string_view kAllowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._~-";
  return !path.empty() && path.front() == '/' &&
         path.find_first_not_of(kAllowed) == std::string_view::npos;
}

AnswerFields ReadFields(TomlTable* table) {
  AnswerFields fields;
  table->Read("answer", &fields.answer);
  table->Read("sample", &fields.sample);
  table->Read("status", &fields.status);
  table->Read("headers", &fields.headers);
  table->Read("body", &fields.body);
  table->Read("seconds", &fields.seconds);
  table->Read("delay", &fields.delay);
  table->Read("fault", &fields.fault);
  table->Read("interval", &fields.interval);
  std::size_t size = 0;
  if (table->ReadSize("size", &size)) fields.size = size;
  return fields;
}

// Reads the tables of one scenario, remembering what must be unique.
class Reader {
 public:
  Reader(const AnswerSources& sources, Problems* problems)
      : sources_(sources), problems_(problems) {}

  Scenario Read(TomlTable root) {
    Scenario scenario;
    for (TomlTable& table : root.RequireTables("account")) {
      scenario.accounts.push_back(ReadAccount(&table));
    }
    return scenario;
  }

 private:
  AccountScript ReadAccount(TomlTable* table) {
    AccountScript account;
    ReadName(table, &account.name);
    ReadKey(table, &account.key);
    if (table->Read("path", &account.path) && !IsPath(account.path)) {
      table->Refuse("path", "'path' must begin with '/' and hold only letters, digits and /._~-");
    }
    account.script.usual = ReadUsual(table);
    for (TomlTable& step : table->Tables("step")) ReadStep(&step, &account.script);
    ReadRepeat(table, &account.script);
    return account;
  }

  void ReadName(TomlTable* table, std::string* name) {
    if (!table->Require("name", name)) return;
    if (!IsName(*name)) {
      table->Refuse("name",
                    "'name' must be 1 to 64 letters, digits or ._-; found " + Quoted(*name));
    } else if (!names_.insert(*name).second) {
      table->Refuse("name", "account " + Quoted(*name) + " is here twice");
    }
  }

  // The key itself stays out of the messages.
  void ReadKey(TomlTable* table, Secret* key) {
    std::string text;
    if (!table->Require("key", &text)) return;
    const std::string_view why = WhyNotACredential(text);
    if (!why.empty()) {
      table->Refuse("key", "'key' is no API key: " + std::string(why));
    } else if (!keys_.insert(text).second) {
      table->Refuse("key", "another account has the same key");
    }
    *key = Secret(std::move(text));
  }

  AnswerPtr ReadUsual(TomlTable* table) {
    AnswerFields fields;
    fields.answer = "ok";
    table->Read("answer", &fields.answer);
    return Make(table, fields);
  }

  void ReadStep(TomlTable* table, Script* script) {
    Step step;
    const bool placed = table->Require("at", &step.at);
    if (table->Read("for", &step.lasting) && *step.lasting == Duration(0)) {
      table->Refuse("for", "'for' must be longer than nothing");
    }
    // What has a field of the wrong type was reported; what the rest means is anybody's guess.
    const std::size_t before = problems_->size();
    const AnswerFields fields = ReadFields(table);
    if (problems_->size() == before) step.answer = Make(table, fields);
    if (placed && !script->steps.empty() && step.at <= script->steps.back().at) {
      table->Refuse("at", "'at' must be later than that of the step before, " +
                              FormatDuration(script->steps.back().at));
    }
    script->steps.push_back(std::move(step));
  }

  void ReadRepeat(TomlTable* table, Script* script) {
    if (!table->Read("repeat", &script->repeat)) return;
    Duration last{0};
    for (const Step& step : script->steps) last = std::max(last, step.at);
    if (*script->repeat > last) return;
    table->Refuse("repeat", "'repeat' must be longer than the 'at' of the last step, " +
                                FormatDuration(last));
    script->repeat.reset();
  }

  AnswerPtr Make(TomlTable* table, const AnswerFields& fields) {
    auto answer = MakeAnswer(fields, sources_);
    if (answer) return std::make_shared<const Answer>(std::move(*answer));
    const FieldProblem& problem = answer.error();
    if (problem.field.empty()) {
      table->Refuse(problem.message);
    } else {
      table->Refuse(problem.field, problem.message);
    }
    return nullptr;
  }

  const AnswerSources& sources_;
  Problems* problems_;
  std::set<std::string> names_;
  std::set<std::string> keys_;
};

}  // namespace

tl::expected<Scenario, Problems> ParseScenario(std::string_view toml,
                                               const AnswerSources& sources) {
  Scenario scenario;
  Problems problems;
  if (auto file = TomlFile::Parse(toml, sources.scenario_file, &problems)) {
    scenario = Reader(sources, &problems).Read(file->Root());
    file->RefuseUnreadKeys();
  }
  if (problems.empty()) return scenario;
  SortProblems(&problems);
  return tl::unexpected(std::move(problems));
}

tl::expected<Scenario, Problems> LoadScenario(const AnswerSources& sources) {
  const auto file = ReadFile(sources.scenario_file, kMaxConfigBytes);
  if (file) return ParseScenario(file->bytes, sources);
  return tl::unexpected(
      Problems{{sources.scenario_file, 0, 0, "cannot read the scenario: " + file.error().message}});
}

}  // namespace wa::simulator
