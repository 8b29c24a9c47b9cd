#include "drill/temporary_folder.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <utility>

namespace wa::drill {

Result<TemporaryFolder> TemporaryFolder::Make() {
  std::error_code error;
  std::filesystem::path parent = std::filesystem::temp_directory_path(error);
  if (error) parent = "/tmp";
  std::string path = (parent / "waba_drill_XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr) {
    return Fail(ErrorCode::kIo,
                "cannot make a folder in " + parent.string() + ": " + std::strerror(errno));
  }
  return TemporaryFolder(std::move(path));
}

TemporaryFolder::TemporaryFolder(TemporaryFolder&& other) noexcept
    : path_(std::exchange(other.path_, "")) {}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;  // whoever cannot remove it leaves it to the system
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace wa::drill
