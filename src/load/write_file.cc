#include "load/write_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace wa {
namespace {

tl::unexpected<Error> SystemError() {
  return Fail(ErrorCode::kIo, std::generic_category().message(errno));
}

Status WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return SystemError();
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

}  // namespace

Status ReplaceFile(const std::string& path, std::string_view text) {
  const std::string draft = path + ".new";
  const int fd = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return Fail(ErrorCode::kIo, draft + ": " + SystemError().value().message);
  Status written = WriteAll(fd, text);
  if (written && ::fsync(fd) != 0) written = SystemError();
  ::close(fd);
  if (written && std::rename(draft.c_str(), path.c_str()) != 0) written = SystemError();
  if (written) return {};
  ::unlink(draft.c_str());
  return Fail(ErrorCode::kIo, path + ": " + written.error().message);
}

}  // namespace wa
