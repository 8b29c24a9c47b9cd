#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/secret.h"
#include "cli/console.h"

namespace wa {

// The API of the running exporter, for commands that tell it something.
struct DeskApi {
  std::string url;  // scheme, host and port
  Secret token;     // of [observations]; empty: none is configured
};

// Where the exporter of this configuration is: at its first listen address, or else at `url` if
// that is not empty. Reads [server] and [observations] alone. Nothing if they cannot be read; the
// reasons are printed then.
std::optional<DeskApi> FindDeskApi(const std::string& config, const std::string& url,
                                   Console& console);

// GET and POST; `path` begins with "/api/". The answer's JSON, or why there is none or it refused,
// for people.
Result<nlohmann::ordered_json> AskDesk(const DeskApi& api, const std::string& path);
Result<nlohmann::ordered_json> TellDesk(const DeskApi& api, const std::string& path,
                                        const nlohmann::ordered_json& body);

// A text in what was answered, made safe to print; empty if there is none.
std::string TextOf(const nlohmann::ordered_json& item, const char* key);

// The same of a moment, without fractions of a second.
std::string MomentOf(const nlohmann::ordered_json& item, const char* key);

}  // namespace wa
