#pragma once

#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "config/config.h"

namespace wa {

// Whether sockets that the service manager opened for us may be served: they obey the rule of
// server.listen. The error says what to do.
Status MayServeOn(const std::vector<UniqueFd>& sockets, const ServerConfig& server);

// Whether other machines can reach what listens: these sockets or, without any, server.listen.
bool IsReachable(const std::vector<UniqueFd>& sockets, const ServerConfig& server);

}  // namespace wa
