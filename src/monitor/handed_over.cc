#include "monitor/handed_over.h"

#include <algorithm>
#include <string>

#include "load/url.h"
#include "web/listener.h"

namespace wa {

namespace {

// An empty host is that of a unix socket.
bool IsOfThisMachine(const std::string& host) { return host.empty() || IsLoopback(host); }

}  // namespace

Status MayServeOn(const std::vector<UniqueFd>& sockets, const ServerConfig& server) {
  if (server.IsLocked() || server.allow_unauthenticated) return {};
  for (const UniqueFd& socket : sockets) {
    const auto host = HostOf(socket);
    if (!host) return tl::unexpected(host.error());
    if (IsOfThisMachine(*host)) continue;
    return Fail(ErrorCode::kConfig,
                "the socket that was handed over, on " + *host +
                    ", can be reached from other machines, and nobody has to log in: add "
                    "[server.basic_auth] or client certificates in [server.tls], listen on "
                    "127.0.0.1 or on a unix socket behind a proxy that authenticates, or set "
                    "allow_unauthenticated = true");
  }
  return {};
}

bool IsReachable(const std::vector<UniqueFd>& sockets, const ServerConfig& server) {
  if (sockets.empty()) {
    return std::any_of(server.listen.begin(), server.listen.end(), [](const std::string& text) {
      const auto address = ParseListenAddress(text);
      return !address || !IsLoopback(address->host);
    });
  }
  return std::any_of(sockets.begin(), sockets.end(), [](const UniqueFd& socket) {
    const auto host = HostOf(socket);
    return !host || !IsOfThisMachine(*host);
  });
}

}  // namespace wa
