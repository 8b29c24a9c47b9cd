#include "cli/partial_config.h"

#include <chrono>
#include <initializer_list>
#include <string_view>

#include "cli/installation.h"
#include "cli/local_url.h"
#include "load/door_table.h"
#include "load/read_file.h"
#include "load/server_table.h"
#include "load/toml_reader.h"

namespace wa {

namespace {

// That of the first of these tables that is there and right.
Secret FirstToken(const TomlTable& root, std::initializer_list<std::string_view> tables,
                  KeyRing* ring) {
  for (const std::string_view name : tables) {
    if (Secret token = ReadToken(root, name, ring); !token.empty()) return token;
  }
  return {};
}

Secret TokenFor(Errand errand, const TomlTable& root, Problems* problems) {
  if (errand == Errand::kHealth) return {};
  KeyRing ring(std::chrono::system_clock::now());
  if (errand == Errand::kWrite) return FirstToken(root, {"cases", "observations"}, &ring);
  // Whoever may not read one of them may still be let in.
  const std::size_t before = problems->size();
  Secret token = FirstToken(root, {"cases", "observations", "reload"}, &ring);
  problems->resize(before);
  return token;
}

}  // namespace

std::optional<ExporterAddress> FindExporter(const std::string& config, const OtherWay& way,
                                            Errand errand, Console& console) {
  Problems problems;
  ExporterAddress exporter;
  const Result<FileContents> text = ReadFile(config, kMaxConfigBytes);
  if (!text) {
    problems.push_back({config, 0, 0, "cannot read the configuration: " + text.error().message});
  }
  const auto file = text ? TomlFile::Parse(text->bytes, config, &problems) : nullptr;
  ServerConfig server;
  if (file) {
    if (const auto table = file->Root().Table("server")) ReadServer(*table, &server);
    exporter.token = TokenFor(errand, file->Root(), &problems);
  }
  if (!problems.empty()) {
    PrintProblems(problems, console);
    return std::nullopt;
  }
  exporter.url = way.url.empty() ? LocalUrl(server) : way.url;
  exporter.ca_file = way.ca_file;
  if (way.url.empty() && way.ca_file.empty()) exporter.certificate = server.tls.cert_file;
  while (exporter.url.ends_with('/')) exporter.url.pop_back();
  return exporter;
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
