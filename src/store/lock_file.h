#pragma once

#include <string>

#include "base/result.h"

namespace wa {

// Keeps a second process from writing the same database, as long as this lives. A file of its own:
// the kernel lets go of it however the process ends, and who only reads (another subcommand, a
// backup) is not kept out, as SQLite's own exclusive mode would.
class LockFile {
 public:
  // Takes PATH.lock, where PATH is the database; does not wait. The error says what to do.
  static Result<LockFile> Take(const std::string& path);

  LockFile(LockFile&& other) noexcept;
  LockFile& operator=(LockFile&& other) noexcept;
  ~LockFile();

 private:
  explicit LockFile(int fd) : fd_(fd) {}
  int fd_;
};

// An error of the system about a file of the database, with a way out where one is known.
tl::unexpected<Error> CannotOpen(const std::string& file, int error);

}  // namespace wa
