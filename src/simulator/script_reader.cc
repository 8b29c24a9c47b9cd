#include "simulator/script_reader.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace wa::simulator {
namespace {

AnswerFields ReadFields(TomlTable* table, Speaker speaker) {
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
  table->Read("on", &fields.on);
  std::size_t size = 0;
  if (table->ReadSize("size", &size)) fields.size = size;
  fields.good = ReadGoodFields(table, speaker);
  return fields;
}

void ReadRepeat(TomlTable* table, Script* script) {
  if (!table->Read("repeat", &script->repeat)) return;
  Duration last{0};
  for (const Step& step : script->steps) last = std::max(last, step.at);
  if (*script->repeat > last) return;
  table->Refuse("repeat",
                "'repeat' must be longer than the 'at' of the last step, " + FormatDuration(last));
  script->repeat.reset();
}

}  // namespace

Script ScriptReader::Read(TomlTable* table, Speaker speaker, bool has_shares) const {
  Script script;
  AnswerFields usual;
  usual.answer = "ok";
  table->Read("answer", &usual.answer);
  script.usual = Make(table, usual);
  for (TomlTable& step : table->Tables("step")) ReadStep(&step, speaker, has_shares, &script);
  ReadRepeat(table, &script);
  return script;
}

AnswerPtr ScriptReader::Make(TomlTable* table, const AnswerFields& fields) const {
  auto answer = MakeAnswer(fields, *sources_);
  if (answer) return std::make_shared<const Answer>(std::move(*answer));
  const FieldProblem& problem = answer.error();
  if (problem.field.empty()) {
    table->Refuse(problem.message);
  } else {
    table->Refuse(problem.field, problem.message);
  }
  return nullptr;
}

void ScriptReader::ReadStep(TomlTable* table, Speaker speaker, bool has_shares,
                            Script* script) const {
  Step step;
  const bool placed = table->Require("at", &step.at);
  if (table->Read("for", &step.lasting) && *step.lasting == Duration(0)) {
    table->Refuse("for", "'for' must be longer than nothing");
  }
  if (has_shares && table->Read("share", &step.share) && (step.share <= 0 || step.share > 1)) {
    table->Refuse("share", "'share' must be over 0 and at most 1");
  }
  // What has a field of the wrong type was reported; what the rest means is anybody's guess.
  const std::size_t before = problems_->size();
  const AnswerFields fields = ReadFields(table, speaker);
  if (problems_->size() == before) step.answer = Make(table, fields);
  if (placed && !script->steps.empty() && step.at <= script->steps.back().at) {
    table->Refuse("at", "'at' must be later than that of the step before, " +
                            FormatDuration(script->steps.back().at));
  }
  script->steps.push_back(std::move(step));
}

}  // namespace wa::simulator
