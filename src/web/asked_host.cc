#include "web/asked_host.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"

namespace wa {
namespace {

bool IsAddress(const std::string& host) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  if (!host.starts_with('[')) return inet_pton(AF_INET, host.c_str(), bytes.data()) == 1;
  if (!host.ends_with(']')) return false;
  return inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), bytes.data()) == 1;
}

std::string_view WithoutPort(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  if (colon == std::string_view::npos || host.ends_with(']')) return host;
  return host.substr(0, colon);
}

std::string_view WithoutLastDot(std::string_view host) {
  return host.ends_with('.') ? host.substr(0, host.size() - 1) : host;
}

}  // namespace

bool IsAskedByOurName(const Request& request, const std::vector<std::string>& names) {
  const std::string_view sent = Trim(request.Header("host"));
  if (sent.empty()) return true;
  const std::string host = ToLower(WithoutLastDot(WithoutPort(sent)));
  return host == "localhost" || IsAddress(host) ||
         std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return ToLower(name) == host; });
}

}  // namespace wa
