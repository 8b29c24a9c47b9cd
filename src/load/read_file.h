#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "load/file_access.h"

namespace wa {

// Tells two states of a file apart, also behind a link that was turned to another file, as
// Kubernetes does with its secrets.
struct FileStamp {
  std::uint64_t inode = 0;
  std::int64_t size = 0;
  SystemTime modified;  // what stands in it
  SystemTime changed;   // who may read it, too

  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

// Nothing if there is no such file.
std::optional<FileStamp> StampOf(const std::string& path);

struct FileContents {
  std::string bytes;
  FileAccess access;
  FileStamp stamp;  // from before it was read
};

// A regular file of at most `max_bytes`. Anything else that a path can name (a folder, a pipe that
// nobody writes to) is refused, so that reading never hangs. The message does not repeat the path.
Result<FileContents> ReadFile(const std::string& path, std::size_t max_bytes);

// `path` as seen from the folder of `file`, the file that names it.
std::string ResolvePath(const std::string& file, const std::string& path);

// The longest configuration or catalogue that is read.
inline constexpr std::size_t kMaxConfigBytes = 16u << 20;

}  // namespace wa
