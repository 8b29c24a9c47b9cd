#include "web/json_form.h"

#include <algorithm>
#include <utility>

#include "base/rfc3339.h"
#include "base/text.h"
#include "provider/json_fields.h"

namespace wa {

const nlohmann::json* JsonForm::Ask(const std::string& key) {
  known_.push_back(key);
  const auto found = json_.find(key);
  return found == json_.end() || found->is_null() ? nullptr : &*found;
}

void JsonForm::Refuse(std::string message) {
  flaws_ += (flaws_.empty() ? "" : "; ") + std::move(message);
}

void JsonForm::Read(const std::string& key, std::string* out) {
  const auto* value = Ask(key);
  if (value == nullptr) return;
  if (!value->is_string()) return Refuse("'" + key + "' must be a text");
  *out = value->get<std::string>();
}

void JsonForm::Read(const std::string& key, bool* out) {
  const auto* value = Ask(key);
  if (value == nullptr) return;
  if (!value->is_boolean()) return Refuse("'" + key + "' must be true or false");
  *out = value->get<bool>();
}

void JsonForm::Read(const std::string& key, std::vector<std::string>* out) {
  const auto* value = Ask(key);
  if (value == nullptr) return;
  const bool is_right = value->is_array() && std::all_of(value->begin(), value->end(),
                                                         [](auto& v) { return v.is_string(); });
  if (!is_right) return Refuse("'" + key + "' must be a list of texts");
  *out = value->get<std::vector<std::string>>();
}

void JsonForm::Read(const std::string& key, std::map<std::string, std::string>* out) {
  const auto* value = Ask(key);
  if (value == nullptr) return;
  const bool is_right = value->is_object() && std::all_of(value->begin(), value->end(),
                                                          [](auto& v) { return v.is_string(); });
  if (!is_right) return Refuse("'" + key + "' must be an object of texts");
  *out = value->get<std::map<std::string, std::string>>();
}

void JsonForm::Read(const std::string& key, std::optional<SystemTime>* out) {
  const auto* value = Ask(key);
  if (value == nullptr) return;
  const auto time =
      value->is_string() ? ParseRfc3339(value->get_ref<const std::string&>()) : std::nullopt;
  if (!time) return Refuse("'" + key + "' must be a moment, as \"2026-11-25T18:00:00Z\"");
  *out = *time;
}

std::string JsonForm::Flaws() {
  for (const auto& entry : json_.items()) {
    if (std::find(known_.begin(), known_.end(), entry.key()) != known_.end()) continue;
    const auto meant = DidYouMean(entry.key(), known_);
    Refuse("there is no key '" + Sanitise(entry.key(), 40) + "'" +
           (meant ? "; did you mean '" + *meant + "'?" : ""));
  }
  return std::exchange(flaws_, {});
}

std::optional<nlohmann::json> ReadJsonObject(const Request& request, std::string* flaw) {
  if (Trim(request.body).empty()) return nlohmann::json::object();
  ParsedJson parsed = ParseJson(request.body);
  if (parsed.flaw.empty() && parsed.value.is_object()) return std::move(parsed.value);
  *flaw = parsed.flaw.empty() ? "the body must be a JSON object" : std::string(parsed.flaw);
  return std::nullopt;
}

}  // namespace wa
