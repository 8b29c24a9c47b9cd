#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace wa {

// The parts of an absolute http or https URL that decide whether it may be asked.
struct Url {
  std::string scheme;  // "http" or "https"
  std::string host;    // lower case; an IPv6 address without its brackets
  int port = 0;        // as written, else that of the scheme
  bool has_userinfo = false;
  std::string path;  // with query and fragment; may be empty

  // scheme://host[:port], the port left out if it is the scheme's own.
  std::string Origin() const;
};

// Says what is wrong, without repeating the text: somebody may have put a password into it.
Result<Url> ParseUrl(std::string_view text);

// "localhost", 127.0.0.0/8 and ::1: what never leaves the machine.
bool IsLoopback(std::string_view host);

// Whether `host` is an IPv4 address, or an IPv6 address without brackets.
bool IsIpAddress(std::string_view host);

// Whether two URLs lead to the same host. On loopback, where one machine plays several, the port
// counts.
bool SameHost(const Url& a, const Url& b);

// Digits only, 0 to 65535; -1 if it is no port.
int ParsePort(std::string_view text);

}  // namespace wa
