#pragma once

#include <string>
#include <utility>

#include "base/result.h"

namespace wa::drill {

// A new folder that only its owner may read, removed with everything in it.
class TemporaryFolder {
 public:
  // Also removes those that others left behind: a process that was killed could not.
  static Result<TemporaryFolder> Make();
  TemporaryFolder(TemporaryFolder&& other) noexcept;
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;
  ~TemporaryFolder();

  std::string Path(const std::string& name) const { return path_ + "/" + name; }

 private:
  TemporaryFolder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::string path_;  // empty: nothing to remove
  int lock_;          // held while somebody uses the folder
};

}  // namespace wa::drill
