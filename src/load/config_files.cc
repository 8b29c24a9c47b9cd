#include "load/config_files.h"

#include <glob.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

namespace wa {
namespace {

std::vector<std::string> Expand(const std::string& pattern) {
  glob_t found{};
  std::vector<std::string> paths;
  if (::glob(pattern.c_str(), 0, nullptr, &found) == 0) {
    paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  }
  ::globfree(&found);
  return paths;
}

Result<std::vector<std::string>> NamesIn(const std::string& folder) {
  std::error_code error;
  std::filesystem::directory_iterator entry(folder, error);
  std::vector<std::string> names;
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    std::error_code ignored;  // a link that leads nowhere is no file
    std::string name = entry->path().filename().string();
    if (name.front() != '.' && entry->is_regular_file(ignored)) names.push_back(std::move(name));
  }
  if (error) return Fail(ErrorCode::kIo, error.message());
  std::sort(names.begin(), names.end());
  return names;
}

bool Same(const Result<std::vector<std::string>>& a, const Result<std::vector<std::string>>& b) {
  return a.has_value() == b.has_value() && (!a || *a == *b);
}

}  // namespace

const Result<std::string>& ConfigFiles::Text(const std::string& path) {
  const auto found = texts_.find(path);
  if (found != texts_.end()) return found->second.text;
  Result<FileContents> contents = ReadFile(path, kMaxConfigBytes);
  Read read;
  if (contents) {
    read = {std::move(contents->bytes), contents->stamp};
  } else {
    read = {tl::unexpected(contents.error()), StampOf(path)};
  }
  return texts_.emplace(path, std::move(read)).first->second.text;
}

const std::vector<std::string>& ConfigFiles::Match(const std::string& pattern) {
  const auto found = matches_.find(pattern);
  if (found != matches_.end()) return found->second;
  return matches_.emplace(pattern, Expand(pattern)).first->second;
}

const Result<std::vector<std::string>>& ConfigFiles::List(const std::string& folder) {
  const auto found = lists_.find(folder);
  if (found != lists_.end()) return found->second;
  return lists_.emplace(folder, NamesIn(folder)).first->second;
}

bool ConfigFiles::Changed() const {
  return std::any_of(texts_.begin(), texts_.end(),
                     [](const auto& t) { return !(StampOf(t.first) == t.second.stamp); }) ||
         std::any_of(matches_.begin(), matches_.end(),
                     [](const auto& m) { return Expand(m.first) != m.second; }) ||
         std::any_of(lists_.begin(), lists_.end(),
                     [](const auto& l) { return !Same(NamesIn(l.first), l.second); });
}

}  // namespace wa
