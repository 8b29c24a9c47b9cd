#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "base/result.h"
#include "base/tls_credentials.h"
#include "config/config.h"
#include "load/read_file.h"

namespace wa {

// What the files of [server.tls] hold, parsed. The error names the setting, the file and what is
// wrong with it. REQUIRES: tls.IsOn().
Result<std::shared_ptr<const TlsCredentials>> ReadTlsFiles(const TlsConfig& tls);

// The state of these files, to tell whether they changed.
std::vector<std::optional<FileStamp>> TlsStamps(const TlsConfig& tls);

}  // namespace wa
