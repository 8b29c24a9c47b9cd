#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "web/http_types.h"

namespace wa {

// A JSON object that people or their programs filled in. Collects everything that is wrong with it.
// Each Read() changes `out` only if the key is there, not null, and right.
class JsonForm {
 public:
  // REQUIRES: `json` outlives it.
  explicit JsonForm(const nlohmann::json& json) : json_(json) {}

  void Read(const std::string& key, std::string* out);
  void Read(const std::string& key, bool* out);
  void Read(const std::string& key, std::vector<std::string>* out);
  void Read(const std::string& key, std::map<std::string, std::string>* out);
  // A moment, "2026-11-25T18:00:00Z".
  void Read(const std::string& key, std::optional<SystemTime>* out);

  void Refuse(std::string message);

  // To be called when all keys were asked for: everything that is wrong, a key that nobody asked
  // for as well; empty if nothing is.
  std::string Flaws();

 private:
  const nlohmann::json* Ask(const std::string& key);

  const nlohmann::json& json_;
  std::vector<std::string> known_;
  std::string flaws_;
};

// The JSON of a body; an empty one counts as {}. Nothing, and why in `flaw`, if it is no object.
std::optional<nlohmann::json> ReadJsonObject(const Request& request, std::string* flaw);

}  // namespace wa
