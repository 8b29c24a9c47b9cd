#include "cli/local_url.h"

#include <algorithm>

namespace wa {

std::string LocalUrl(std::string_view address) {
  const std::size_t colon = std::min(address.rfind(':'), address.size());
  const std::string_view host = address.substr(0, colon);
  std::string url = "http://";
  if (host == "0.0.0.0") {
    url += "127.0.0.1";
  } else if (host == "[::]") {
    url += "[::1]";
  } else {
    url += host;
  }
  return url.append(address.substr(colon));
}

std::string LocalUrl(const ServerConfig& server) {
  std::string url = LocalUrl(server.listen.front());
  if (server.tls.IsOn()) url.replace(0, 4, "https");
  return url;
}

}  // namespace wa
