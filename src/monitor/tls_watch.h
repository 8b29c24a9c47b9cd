#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "config/config.h"
#include "load/read_file.h"

namespace wa {

// Shows clients what the files of [server.tls] hold, and again what they hold when they change.
// Certificate and key may be replaced one after the other: what does not fit together is not taken
// up, and what was shown before is shown on. Confined to one thread at a time.
class TlsWatch {
 public:
  // Before anybody connects.
  Status Start(const TlsConfig& tls);

  // Looks at the files, which may be other ones than before. What is wrong is in the log, once.
  void Look(const TlsConfig& tls);

 private:
  Status Show(const TlsConfig& tls);

  TlsConfig shown_;  // or tried in vain
  std::vector<std::optional<FileStamp>> stamps_;
};

}  // namespace wa
