#include "drill/temporary_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <utility>

namespace wa::drill {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "waba_drill_";
// Between a folder and its lock lies a moment, in which it looks left behind.
constexpr auto kYoung = std::chrono::minutes(1);

// The lock of a folder that nobody else uses; -1: somebody does, or it cannot be had.
int Lock(const fs::path& folder) {
  const int lock = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (lock < 0 || ::flock(lock, LOCK_EX | LOCK_NB) == 0) return lock;
  ::close(lock);
  return -1;
}

// The kernel takes the lock from whoever dies, however that came about.
void RemoveLeftBehind(const fs::path& parent) {
  std::error_code ignored;  // what cannot be removed is not ours
  for (const auto& entry : fs::directory_iterator(parent, ignored)) {
    const auto young = fs::file_time_type::clock::now() - kYoung;
    if (!entry.path().filename().string().starts_with(kPrefix)) continue;
    if (entry.last_write_time(ignored) > young) continue;
    const int lock = Lock(entry.path());
    if (lock < 0) continue;
    fs::remove_all(entry.path(), ignored);
    ::close(lock);
  }
}

}  // namespace

Result<TemporaryFolder> TemporaryFolder::Make() {
  std::error_code error;
  fs::path parent = fs::temp_directory_path(error);
  if (error) parent = "/tmp";
  RemoveLeftBehind(parent);
  std::string path = (parent / (std::string(kPrefix) + "XXXXXX")).string();
  if (::mkdtemp(path.data()) == nullptr) {
    return Fail(ErrorCode::kIo,
                "cannot make a folder in " + parent.string() + ": " + std::strerror(errno));
  }
  return TemporaryFolder(path, Lock(path));
}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept
    : path_(std::exchange(other.path_, "")), lock_(std::exchange(other.lock_, -1)) {}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;  // whoever cannot remove it leaves it to the system
  if (!path_.empty()) fs::remove_all(path_, ignored);
  if (lock_ >= 0) ::close(lock_);
}

}  // namespace wa::drill
