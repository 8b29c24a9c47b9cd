#include "load/account_files.h"

#include <filesystem>
#include <set>

namespace wa {
namespace {

// A folder's own name is not a pattern.
std::string Escaped(const std::string& path) {
  std::string escaped;
  for (const char c : path) {
    if (c == '*' || c == '?' || c == '[' || c == '\\') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string Whole(const std::string& file, const std::string& pattern) {
  const std::string folder = std::filesystem::path(file).parent_path().string();
  const bool relative = !pattern.empty() && pattern.front() != '/' && !folder.empty();
  return relative ? Escaped(folder) + "/" + pattern : pattern;
}

bool SameFile(const std::string& a, const std::string& b) {
  std::error_code error;
  return std::filesystem::equivalent(a, b, error) && !error;
}

}  // namespace

std::vector<std::string> FindFiles(TomlTable table, std::string_view key, std::string_view example,
                                   ConfigFiles* files) {
  std::vector<std::string> patterns;
  table.Read(key, &patterns);
  std::set<std::string> found;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const std::vector<std::string>& paths = files->Match(Whole(table.FileName(), patterns[i]));
    if (paths.empty()) {
      table.RefuseItem(
          key, i,
          Quoted(patterns[i]) + " matches no file (seen from the folder of this configuration)");
    }
    for (const std::string& path : paths) {
      if (SameFile(path, table.FileName())) {
        table.RefuseItem(key, i,
                         Quoted(patterns[i]) +
                             " matches this configuration itself: give account files a folder of "
                             "their own, such as \"" +
                             std::string(example) + "\"");
      } else {
        found.insert(path);
      }
    }
  }
  return {found.begin(), found.end()};
}

}  // namespace wa
