#include "load/read_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/secret.h"

namespace wa {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

SystemTime MomentOf(const timespec& time) {
  return SystemTime(std::chrono::seconds(time.tv_sec) + Duration(time.tv_nsec));
}

FileStamp StampOf(const struct stat& info) {
  return {info.st_ino, info.st_size, MomentOf(info.st_mtim), MomentOf(info.st_ctim)};
}

tl::unexpected<Error> SystemError() { return Fail(ErrorCode::kIo, std::strerror(errno)); }

// Reads straight into the string: no copy of a key is left on the stack. `expected`: as long as the
// file says that it is, which spares the call that would find its end; some systems' files do not
// say, and others grow.
Status ReadAll(int fd, std::size_t expected, std::size_t max_bytes, std::string* bytes) {
  constexpr std::size_t kStep = 64u << 10;
  std::size_t length = 0;
  std::size_t step = expected + 1;
  while (length <= max_bytes) {
    bytes->resize(std::min(length + step, max_bytes + 1));
    const ssize_t got = ::read(fd, bytes->data() + length, bytes->size() - length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SystemError();
    length += static_cast<std::size_t>(got);
    const bool is_short = length < bytes->size();
    if (got == 0 || (is_short && length == expected)) break;
    step = kStep;
  }
  bytes->resize(length);
  if (length <= max_bytes) return {};
  return Fail(ErrorCode::kIo, "it is longer than " + std::to_string(max_bytes) + " bytes");
}

}  // namespace

std::optional<FileStamp> StampOf(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return std::nullopt;
  return StampOf(info);
}

Result<FileContents> ReadFile(const std::string& path, std::size_t max_bytes) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) return SystemError();
  struct stat info {};
  if (::fstat(file.get(), &info) != 0) return SystemError();
  if (!S_ISREG(info.st_mode)) return Fail(ErrorCode::kIo, "it is not a regular file");
  FileContents contents;
  contents.access = {info.st_mode & 07777, info.st_uid, info.st_gid};
  contents.stamp = StampOf(info);
  const auto expected = static_cast<std::size_t>(std::max<off_t>(info.st_size, 0));
  const Status read =
      ReadAll(file.get(), std::min(expected, max_bytes), max_bytes, &contents.bytes);
  if (read) return contents;
  WipeText(&contents.bytes);  // it may have been a key that is too long
  return tl::unexpected(read.error());
}

std::string ResolvePath(const std::string& file, const std::string& path) {
  return (std::filesystem::path(file).parent_path() / path).lexically_normal().string();
}

}  // namespace wa
