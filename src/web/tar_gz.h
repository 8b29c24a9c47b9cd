#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace wa {

struct ArchiveFile {
  std::string path;  // relative, with '/'
  std::string text;  // any bytes
};

// A .tar.gz of the files in this order, which everybody may read; all were `changed` at the same
// moment (whole seconds). Equal arguments, equal bytes. The only place that knows libarchive.
Result<std::string> TarGz(const std::vector<ArchiveFile>& files, SystemTime changed);

}  // namespace wa
