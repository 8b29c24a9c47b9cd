#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>

#include "base/result.h"

namespace wa {

struct FileContents {
  std::string bytes;
  mode_t mode = 0;  // permission bits
};

// A regular file of at most `max_bytes`. Anything else that a path can name (a folder, a pipe that
// nobody writes to) is refused, so that reading never hangs. The message does not repeat the path.
Result<FileContents> ReadFile(const std::string& path, std::size_t max_bytes);

// `path` as seen from the folder of `file`, the file that names it.
std::string ResolvePath(const std::string& file, const std::string& path);

// The longest configuration or catalogue that is read.
inline constexpr std::size_t kMaxConfigBytes = 16u << 20;

}  // namespace wa
