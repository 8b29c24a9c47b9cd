#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "load/read_file.h"

namespace wa {

// The files of a configuration, each looked at once: whoever reads it again, because a key changed,
// sees the same configuration and not one that somebody is just writing.
class ConfigFiles {
 public:
  // The messages do not repeat the path.
  const Result<std::string>& Text(const std::string& path);
  // The paths that a pattern of glob(7) matches, in order.
  const std::vector<std::string>& Match(const std::string& pattern);
  // The names of the files in a folder, in order; hidden ones are left out.
  const Result<std::vector<std::string>>& List(const std::string& folder);

  // Whether any of it is different now.
  bool Changed() const;

 private:
  struct Read {
    Result<std::string> text;
    std::optional<FileStamp> stamp;
  };
  std::map<std::string, Read> texts_;
  std::map<std::string, std::vector<std::string>> matches_;
  std::map<std::string, Result<std::vector<std::string>>> lists_;
};

}  // namespace wa
