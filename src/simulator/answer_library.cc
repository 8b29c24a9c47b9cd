#include "simulator/answer_library.h"

#include <cstdio>
#include <cstdlib>

#include "embedded/answers_toml.h"
#include "load/toml_reader.h"

namespace wa::simulator {
namespace {

constexpr std::string_view kSeconds = "{seconds}";

LibraryAnswer ReadAnswer(TomlTable* table) {
  LibraryAnswer answer;
  std::int64_t status = 200;
  std::map<std::string, std::string> headers;
  std::string source;
  if (table->Require("status", &status) && (status < 200 || status > 599)) {
    table->Refuse("status", "'status' must be from 200 to 599");
  }
  table->Read("headers", &headers);
  table->Read("body", &answer.body);
  table->Read("seconds", &answer.seconds);
  table->Require("source", &source);
  if ((answer.body.find(kSeconds) != std::string::npos) != (answer.seconds > 0)) {
    table->Refuse("a body with {seconds} needs 'seconds', another one none");
  }
  answer.status = static_cast<int>(status);
  answer.headers.assign(headers.begin(), headers.end());
  return answer;
}

}  // namespace

Result<AnswerLibrary> AnswerLibrary::Parse(std::string_view toml, const std::string& name) {
  AnswerLibrary library;
  Problems problems;
  if (auto file = TomlFile::Parse(toml, name, &problems)) {
    for (auto& [slug, table] : file->Root().NamedTables("answer")) {
      library.answers_[slug] = ReadAnswer(&table);
    }
    file->RefuseUnreadKeys();
  }
  if (problems.empty()) return library;
  SortProblems(&problems);
  return Fail(ErrorCode::kConfig, problems.front().Format());
}

const AnswerLibrary& AnswerLibrary::BuiltIn() {
  static const AnswerLibrary library = [] {
    auto parsed = Parse(embedded::AnswersToml(), "answers.toml");
    if (!parsed) {
      std::fprintf(stderr, "built-in %s\n", parsed.error().message.c_str());
      std::abort();
    }
    return *parsed;
  }();
  return library;
}

const LibraryAnswer* AnswerLibrary::Find(std::string_view name) const {
  const auto found = answers_.find(name);
  return found == answers_.end() ? nullptr : &found->second;
}

std::vector<std::string> AnswerLibrary::Names() const {
  std::vector<std::string> names;
  for (const auto& [name, answer] : answers_) names.push_back(name);
  return names;
}

}  // namespace wa::simulator
