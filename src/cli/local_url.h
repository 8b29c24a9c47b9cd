#pragma once

#include <string>
#include <string_view>

namespace wa {

// Where this machine reaches what listens on `address` ("HOST:PORT"): all addresses become
// loopback.
//   "0.0.0.0:10360" -> "http://127.0.0.1:10360", "[::]:10360" -> "http://[::1]:10360"
std::string LocalUrl(std::string_view address);

}  // namespace wa
