#include "load/door_table.h"

#include <algorithm>

#include "base/bcrypt.h"
#include "load/key_source.h"
#include "load/read_file.h"
#include "load/tls_files.h"

namespace wa {
namespace {

void ReadPath(TomlTable* table, std::string_view key, std::string* path) {
  if (!table->Read(key, path)) return;
  if (path->empty()) return table->Refuse(key, "'" + std::string(key) + "' must name a file");
  *path = ResolvePath(table->FileName(), *path);
}

// A login is NAME:PASSWORD.
bool IsUserName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return c > ' ' && c <= '~' && c != ':' && c != '"' && c != '\\';
  });
}

// As browsers send it, without a port.
bool IsHostName(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_';
  });
}

}  // namespace

void ReadTls(TomlTable server, TlsConfig* tls) {
  auto table = server.Table("tls");
  if (!table) return;
  ReadPath(&*table, "cert_file", &tls->cert_file);
  ReadPath(&*table, "key_file", &tls->key_file);
  ReadPath(&*table, "client_ca_file", &tls->client_ca_file);
  table->Read("client_auth", &tls->client_auth);
  table->Read("min_version", &tls->min_version);
  if (!table->Has("cert_file") || !table->Has("key_file")) {
    table->Refuse("[server.tls] needs 'cert_file' and 'key_file', both PEM");
  }
  if (table->Has("client_auth") && !table->Has("client_ca_file")) {
    table->Refuse("client_auth",
                  "'client_auth' needs 'client_ca_file', the authority that signs "
                  "what clients show");
  }
}

void ReadHosts(TomlTable server, std::vector<std::string>* hosts) {
  if (!server.Read("hosts", hosts)) return;
  for (std::size_t i = 0; i < hosts->size(); ++i) {
    if (IsHostName((*hosts)[i])) continue;
    server.RefuseItem("hosts", i,
                      Quoted((*hosts)[i]) +
                          " is no name of a host: write it without scheme and port, such as "
                          "\"waba.example.com\"");
  }
}

void ReadUsers(TomlTable server, std::map<std::string, Secret>* users) {
  std::map<std::string, std::string> read;
  if (!server.Read("basic_auth", &read)) return;
  for (auto& [name, hash] : read) {
    if (!IsUserName(name)) {
      server.RefuseMember("basic_auth", name,
                          "the name of a user is printable ASCII without blanks, "
                          "colons, quotes and backslashes");
    }
    // The text is not repeated: somebody may have written the password.
    if (const std::string_view why = WhyNotBcrypt(hash); !why.empty()) {
      server.RefuseMember("basic_auth", name,
                          "this is no bcrypt hash: " + std::string(why) +
                              ". Make one with `htpasswd -nBC 10 NAME`, and write what it prints "
                              "after the colon");
    }
    users->emplace(name, Secret(std::move(hash)));
  }
  if (read.empty()) {
    server.Refuse("basic_auth",
                  "[server.basic_auth] names nobody: add NAME = \"HASH\", or leave "
                  "it out");
  }
}

void RefuseUnusableTls(TomlTable server, const TlsConfig& tls) {
  if (tls.cert_file.empty() || tls.key_file.empty()) return;  // refused already
  if (const auto read = ReadTlsFiles(tls); !read) server.Refuse("tls", read.error().message);
}

Secret ReadToken(TomlTable root, std::string_view name, KeyRing* ring) {
  static constexpr SecretKeys keys{"token", "token"};
  auto table = root.Table(name);
  if (!table) return {};
  if (!HasSecret(*table, keys)) {
    table->Refuse("[" + std::string(name) + "] has no token: write " + SecretAdvice(keys) +
                  ", or leave the table out");
  }
  return ReadSecret(*table, keys, ring).value_or(Secret());
}

}  // namespace wa
