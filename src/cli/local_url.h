#pragma once

#include <string>
#include <string_view>

#include "config/config.h"

namespace wa {

// Where this machine reaches what listens on `address` ("HOST:PORT"): all addresses become
// loopback.
//   "0.0.0.0:10360" -> "http://127.0.0.1:10360", "[::]:10360" -> "http://[::1]:10360"
std::string LocalUrl(std::string_view address);

// The same of the first address of a server, by https if that has TLS.
std::string LocalUrl(const ServerConfig& server);

}  // namespace wa
