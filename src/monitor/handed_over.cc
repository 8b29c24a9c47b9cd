#include "monitor/handed_over.h"

#include "load/url.h"
#include "web/listener.h"

namespace wa {

Status MayServeOn(const std::vector<UniqueFd>& sockets, const ServerConfig& server) {
  if (server.IsLocked() || server.allow_unauthenticated) return {};
  for (const UniqueFd& socket : sockets) {
    const auto host = HostOf(socket);
    if (!host) return tl::unexpected(host.error());
    if (host->empty() || IsLoopback(*host)) continue;
    return Fail(ErrorCode::kConfig,
                "the socket that was handed over, on " + *host +
                    ", can be reached from other machines, and nobody has to log in: add "
                    "[server.basic_auth] or client certificates in [server.tls], listen on "
                    "127.0.0.1 or on a unix socket behind a proxy that authenticates, or set "
                    "allow_unauthenticated = true");
  }
  return {};
}

}  // namespace wa
