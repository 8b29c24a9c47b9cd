#include "monitor/tls_watch.h"

#include <utility>

#include "base/log.h"
#include "base/tls_credentials.h"
#include "load/tls_files.h"

namespace wa {

Status TlsWatch::Start(const TlsConfig& tls) { return tls.IsOn() ? Show(tls) : Status(); }

void TlsWatch::Look(const TlsConfig& tls) {
  if (!tls.IsOn() || (tls == shown_ && TlsStamps(tls) == stamps_)) return;
  if (const Status status = Show(tls); !status) {
    Log(LogLevel::kError, "the certificate was not taken up, and the former one is shown on",
        {{"error", status.error().message}});
  } else {
    Log(LogLevel::kInfo, "another certificate is shown", {{"cert_file", tls.cert_file}});
  }
}

Status TlsWatch::Show(const TlsConfig& tls) {
  shown_ = tls;
  stamps_ = TlsStamps(tls);  // before reading: what changes meanwhile is seen the next time
  auto credentials = ReadTlsFiles(tls);
  if (!credentials) return tl::unexpected(credentials.error());
  ShowCredentials(std::move(*credentials));
  return {};
}

}  // namespace wa
