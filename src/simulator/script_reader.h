#pragma once

#include "load/toml_reader.h"
#include "simulator/make_answer.h"
#include "simulator/script.h"

namespace wa::simulator {

// Reads what all blocks of a scenario with a time line have in common: `answer`, `step`, `repeat`.
class ScriptReader {
 public:
  // REQUIRES: both outlive the reader.
  ScriptReader(const AnswerSources* sources, Problems* problems)
      : sources_(sources), problems_(problems) {}

  // `has_shares`: whether a step may be for a share of those who follow the script.
  Script Read(TomlTable* table, Speaker speaker, bool has_shares = false) const;
  // The answer that a table names; null if it is wrong, which is reported.
  AnswerPtr Make(TomlTable* table, const AnswerFields& fields) const;

 private:
  void ReadStep(TomlTable* table, Speaker speaker, bool has_shares, Script* script) const;

  const AnswerSources* sources_;
  Problems* problems_;
};

}  // namespace wa::simulator
