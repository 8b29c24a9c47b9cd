#include "load/account_files.h"

#include <glob.h>

#include <filesystem>
#include <set>

#include "load/read_file.h"

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

std::vector<std::string> Expand(const std::string& file, const std::string& pattern) {
  const std::string folder = std::filesystem::path(file).parent_path().string();
  const bool relative = !pattern.empty() && pattern.front() != '/' && !folder.empty();
  const std::string whole = relative ? Escaped(folder) + "/" + pattern : pattern;
  glob_t found{};
  std::vector<std::string> paths;
  if (::glob(whole.c_str(), 0, nullptr, &found) == 0) {
    paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  }
  ::globfree(&found);
  return paths;
}

bool SameFile(const std::string& a, const std::string& b) {
  std::error_code error;
  return std::filesystem::equivalent(a, b, error) && !error;
}

}  // namespace

std::vector<std::string> FindAccountFiles(TomlTable table, const std::string& file) {
  std::vector<std::string> patterns;
  table.Read("files", &patterns);
  std::set<std::string> files;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const std::vector<std::string> paths = Expand(file, patterns[i]);
    if (paths.empty()) {
      table.RefuseItem(
          "files", i,
          Quoted(patterns[i]) + " matches no file (seen from the folder of this configuration)");
    }
    for (const std::string& path : paths) {
      if (SameFile(path, file)) {
        table.RefuseItem("files", i,
                         Quoted(patterns[i]) +
                             " matches this configuration itself: give account files a folder of "
                             "their own, such as \"accounts.d/*.toml\"");
      } else {
        files.insert(path);
      }
    }
  }
  return {files.begin(), files.end()};
}

}  // namespace wa
