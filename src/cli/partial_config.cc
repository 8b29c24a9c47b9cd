#include "cli/partial_config.h"

#include "cli/installation.h"
#include "load/read_file.h"
#include "load/server_table.h"
#include "load/toml_reader.h"

namespace wa {

std::optional<ServerConfig> ReadServerOnly(const std::string& path, Console& console) {
  Problems problems;
  ServerConfig server;
  const Result<FileContents> text = ReadFile(path, kMaxConfigBytes);
  if (!text)
    problems.push_back({path, 0, 0, "cannot read the configuration: " + text.error().message});
  const auto file = text ? TomlFile::Parse(text->bytes, path, &problems) : nullptr;
  if (file) {
    if (const auto table = file->Root().Table("server")) ReadServer(*table, &server);
  }
  if (problems.empty()) return server;
  PrintProblems(problems, console);
  return std::nullopt;
}

std::optional<std::string> ReadStoragePath(const std::string& config, Console& console) {
  Problems problems;
  StorageConfig storage;
  const Result<FileContents> text = ReadFile(config, kMaxConfigBytes);
  if (!text) {
    problems.push_back({config, 0, 0, "cannot read the configuration: " + text.error().message});
  }
  const auto file = text ? TomlFile::Parse(text->bytes, config, &problems) : nullptr;
  if (file) {
    if (auto table = file->Root().Table("storage")) table->Read("path", &storage.path);
  }
  if (problems.empty()) return ResolvePath(config, storage.path);
  PrintProblems(problems, console);
  return std::nullopt;
}

}  // namespace wa
