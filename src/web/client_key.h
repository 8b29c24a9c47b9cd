#pragma once

#include <string>

namespace wa {

// By which a client is known: the IPv4 address, also where a socket for both shows it as IPv6, or
// the first half of the IPv6 address, of which one client has many. REQUIRES: an address as
// inet_ntop() writes it, or nothing.
std::string ClientKey(const std::string& address);

}  // namespace wa
