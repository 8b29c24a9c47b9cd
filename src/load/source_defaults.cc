#include "load/source_defaults.h"

#include "load/account_rules.h"
#include "load/provider_table.h"
#include "load/read_file.h"

namespace wa {

SourceDefaults ReadSourceDefaults(TomlTable* table, const Reading& reading) {
  SourceDefaults defaults;
  ReadProviderName(table, &defaults.provider, reading.config.providers);
  table->Read("plan", &defaults.plan);
  ReadTags(table, &defaults.tags);
  return defaults;
}

std::string ReadFolder(TomlTable* table, std::string_view key, ConfigFiles* files) {
  std::string folder;
  if (!table->Read(key, &folder)) return "";
  if (folder.empty()) {
    table->Refuse(key, Quoted(key) + " is empty: name a folder");
    return "";
  }
  folder = ResolvePath(table->FileName(), folder);
  while (folder.size() > 1 && folder.back() == '/') folder.pop_back();
  const auto& names = files->List(folder);
  if (names) return folder;
  table->Refuse(key, "cannot list the folder " + Quoted(folder) + ": " + names.error().message);
  return "";
}

}  // namespace wa
