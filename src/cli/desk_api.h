#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "base/result.h"
#include "net/tell_exporter.h"

// The API of the running exporter, for commands that tell it something.
namespace wa {

// GET and POST; `path` begins with "/api/". The answer's JSON, or why there is none or it refused,
// for people.
Result<nlohmann::ordered_json> AskDesk(const ExporterAddress& exporter, const std::string& path);
Result<nlohmann::ordered_json> TellDesk(const ExporterAddress& exporter, const std::string& path,
                                        const nlohmann::ordered_json& body);

// A text in what was answered, made safe to print; empty if there is none.
std::string TextOf(const nlohmann::ordered_json& item, const char* key);

// The same of a moment, without fractions of a second.
std::string MomentOf(const nlohmann::ordered_json& item, const char* key);

}  // namespace wa
