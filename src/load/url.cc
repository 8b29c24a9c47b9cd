#include "load/url.h"

#include <arpa/inet.h>

#include <charconv>

#include "base/text.h"

namespace wa {
namespace {

int DefaultPort(std::string_view scheme) { return scheme == "https" ? 443 : 80; }

bool IsIpv4(const std::string& host) {
  in_addr address{};
  return inet_pton(AF_INET, host.c_str(), &address) == 1;
}

bool IsIpv6(const std::string& host) {
  in6_addr address{};
  return inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

bool IsHostName(std::string_view host) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789.-";
  return !host.empty() && host.size() <= 253 && host.front() != '.' && host.front() != '-' &&
         host.find_first_not_of(kAllowed) == std::string_view::npos;
}

// Splits HOST, HOST:PORT, [V6] or [V6]:PORT.
Status ReadAuthority(std::string_view text, Url* url) {
  const bool bracketed = !text.empty() && text.front() == '[';
  const std::size_t host_end = bracketed ? text.find(']') : text.find(':');
  if (bracketed && host_end == std::string_view::npos) {
    return Fail(ErrorCode::kConfig, "the '[' of an IPv6 address needs a ']'");
  }
  url->host = ToLower(bracketed ? text.substr(1, host_end - 1) : text.substr(0, host_end));
  if (bracketed ? !IsIpv6(url->host) : !IsHostName(url->host)) {
    return Fail(ErrorCode::kConfig, "it has no valid host");
  }
  const std::size_t rest_at = bracketed ? host_end + 1 : std::min(host_end, text.size());
  const std::string_view rest = text.substr(rest_at);
  url->port = DefaultPort(url->scheme);
  if (rest.empty()) return {};
  url->port = rest.front() == ':' ? ParsePort(rest.substr(1)) : -1;
  if (url->port <= 0) return Fail(ErrorCode::kConfig, "the port must be a number from 1 to 65535");
  return {};
}

}  // namespace

std::string Url::Origin() const {
  const bool v6 = host.find(':') != std::string::npos;
  std::string origin = scheme + "://" + (v6 ? "[" + host + "]" : host);
  if (port != DefaultPort(scheme)) origin += ":" + std::to_string(port);
  return origin;
}

Result<Url> ParseUrl(std::string_view text) {
  for (const char c : text) {
    if (c <= ' ' || c > '~' || c == '\\') {
      return Fail(ErrorCode::kConfig, "it holds a character that no URL has");
    }
  }
  Url url;
  const std::size_t colon = text.find("://");
  if (colon != std::string_view::npos) url.scheme = ToLower(text.substr(0, colon));
  if (url.scheme != "http" && url.scheme != "https") {
    return Fail(ErrorCode::kConfig, "it must begin with https:// or http://");
  }
  text.remove_prefix(colon + 3);
  const std::size_t authority_end = std::min(text.find_first_of("/?#"), text.size());
  std::string_view authority = text.substr(0, authority_end);
  url.path = std::string(text.substr(authority_end));
  const std::size_t at = authority.rfind('@');
  if (at != std::string_view::npos) {
    url.has_userinfo = true;
    authority.remove_prefix(at + 1);
  }
  const Status read = ReadAuthority(authority, &url);
  if (!read) return tl::unexpected(read.error());
  return url;
}

bool IsLoopback(std::string_view host) {
  const std::string text(host);
  if (text == "localhost") return true;
  in_addr v4{};
  if (inet_pton(AF_INET, text.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  in6_addr v6{};
  return inet_pton(AF_INET6, text.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

bool IsIpAddress(std::string_view host) {
  const std::string text(host);
  return IsIpv4(text) || IsIpv6(text);
}

bool SameHost(const Url& a, const Url& b) {
  return a.host == b.host && (!IsLoopback(a.host) || a.port == b.port);
}

int ParsePort(std::string_view text) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole && port >= 0 && port <= 65535 && text.front() != '-' ? port : -1;
}

}  // namespace wa
