#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/secret.h"
#include "config/config.h"
#include "load/key_ring.h"
#include "load/toml_reader.h"

// Who may come in: the tables that say so.
namespace wa {

// Reads [server.tls], if it is there. Paths are resolved; the files are not looked at.
void ReadTls(TomlTable server, TlsConfig* tls);

// Reads `hosts`, if it is there.
void ReadHosts(TomlTable server, std::vector<std::string>* hosts);

// Reads [server.basic_auth], if it is there.
void ReadUsers(TomlTable server, std::map<std::string, Secret>* users);

// Refuses what the files of [server.tls] hold if it cannot be used.
void RefuseUnusableTls(TomlTable server, const TlsConfig& tls);

// Reads the token of [observations], [cases] or [reload], of which there is one if the table is
// there.
Secret ReadToken(TomlTable root, std::string_view table, KeyRing* ring);

}  // namespace wa
