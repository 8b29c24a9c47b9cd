#include "load/server_table.h"

#include <set>
#include <string>

#include "load/door_table.h"
#include "load/url.h"

namespace wa {
namespace {

constexpr std::size_t kSmallestBody = 1u << 10;
constexpr std::size_t kLargestBody = 32u << 20;

struct ListenAddress {
  std::string host;
  int port = -1;
};

// Splits "127.0.0.1:10360" and "[::1]:10360"; the port is -1 if it is neither.
ListenAddress ParseListen(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return {};
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  const bool v6 = host.find(':') != std::string_view::npos;
  if (v6 != bracketed || !IsIpAddress(host)) return {};
  return {std::string(host), ParsePort(text.substr(colon + 1))};
}

// What is wrong with one address, or empty.
std::string WhyNotListen(const std::string& text, const ServerConfig& server) {
  const ListenAddress address = ParseListen(text);
  if (address.port < 0) {
    return Quoted(text) +
           " is not an address to listen on: write an IP address and a port, such as "
           "\"127.0.0.1:10360\" or \"[::1]:10360\"";
  }
  if (!IsLoopback(address.host) && !server.IsLocked() && !server.allow_unauthenticated) {
    return Quoted(text) +
           " can be reached from other machines, and nobody has to log in: add "
           "[server.basic_auth] or client certificates in [server.tls], listen on 127.0.0.1 behind "
           "a proxy that authenticates, or set allow_unauthenticated = true";
  }
  return "";
}

}  // namespace

void ReadServer(TomlTable table, ServerConfig* server) {
  if (table.ReadSize("max_body", &server->max_body) &&
      (server->max_body < kSmallestBody || server->max_body > kLargestBody)) {
    table.Refuse("max_body", "'max_body' must be from 1KiB to 32MiB");
  }
  table.Read("allow_unauthenticated", &server->allow_unauthenticated);
  ReadHosts(table, &server->hosts);
  ReadTls(table, &server->tls);
  ReadUsers(table, &server->users);
  if (!table.Read("listen", &server->listen)) return;
  if (server->listen.empty()) {
    table.Refuse("listen", "'listen' needs at least one address, such as \"127.0.0.1:10360\"");
  }
  std::set<std::string> seen;
  for (std::size_t i = 0; i < server->listen.size(); ++i) {
    const std::string& text = server->listen[i];
    const std::string why = WhyNotListen(text, *server);
    if (!why.empty()) table.RefuseItem("listen", i, why);
    if (!seen.insert(text).second) table.RefuseItem("listen", i, Quoted(text) + " stands twice");
  }
}

}  // namespace wa
