#include "store/lock_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace wa {
namespace {

std::string WayOut(const std::string& file, int error) {
  const std::string folder = std::filesystem::path(file).parent_path().string();
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return "; make the folder " + folder + ", or set another storage.path";
    case EACCES:
    case EPERM:
    case EROFS:
      return "; the exporter must be able to write in " + folder +
             " (two more files are made beside the database): change its owner, or set another "
             "storage.path";
    default:
      return "";
  }
}

}  // namespace

tl::unexpected<Error> CannotOpen(const std::string& file, int error) {
  return Fail(ErrorCode::kIo, "cannot open " + file + ": " +
                                  std::generic_category().message(error) + WayOut(file, error));
}

Result<LockFile> LockFile::Take(const std::string& path) {
  const std::string name = path + ".lock";
  // Never removed: another process may hold a removed one, and a third take the new one.
  LockFile file(::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (file.fd_ < 0) return CannotOpen(name, errno);
  if (::flock(file.fd_, LOCK_EX | LOCK_NB) == 0) return file;
  if (errno != EWOULDBLOCK) return CannotOpen(name, errno);
  return Fail(ErrorCode::kIo, path + " is in use by another exporter, which holds " + name +
                                  ": stop that one, or set another storage.path");
}

LockFile::LockFile(LockFile&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

LockFile& LockFile::operator=(LockFile&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

LockFile::~LockFile() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace wa
