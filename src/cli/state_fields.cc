#include "cli/state_fields.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <utility>

#include "base/rfc3339.h"
#include "base/text.h"

namespace wa {
namespace {

using Json = nlohmann::json;

constexpr const char* kTimeNeeded = "a time such as \"2026-11-25T18:00:00Z\" is needed";

}  // namespace

std::string Nanoseconds(SystemTime time) {
  std::string text = FormatUtc(time);
  const auto since_epoch = time.time_since_epoch();
  const Duration part = since_epoch - std::chrono::floor<std::chrono::seconds>(since_epoch);
  std::array<char, 16> fraction{};
  std::snprintf(fraction.data(), fraction.size(), ".%09lld", static_cast<long long>(part.count()));
  text.insert(text.size() - 1, fraction.data());
  return text;
}

OrderedJson NanosecondsOrNull(const std::optional<SystemTime>& time) {
  return time ? OrderedJson(Nanoseconds(*time)) : OrderedJson(nullptr);
}

StateFields::StateFields(const Json& object, std::string where, std::string* wrong)
    : object_(object), where_(std::move(where)), wrong_(wrong) {
  if (!object_.is_object()) Refuse("", "an object is needed");
}

void StateFields::Read(const char* key, std::string* text) {
  const Json* value = Find(key);
  if (value == nullptr || !value->is_string()) return Refuse(key, "a text is needed");
  *text = value->get_ref<const std::string&>();
}

void StateFields::ReadName(const char* key, std::string* name) {
  Read(key, name);
  if (name->empty()) Refuse(key, "it must not be empty");
}

void StateFields::Read(const char* key, bool* truth) {
  const Json* value = Find(key);
  if (value == nullptr || !value->is_boolean()) return Refuse(key, "true or false is needed");
  *truth = value->get<bool>();
}

void StateFields::Read(const char* key, std::uint64_t* count) {
  const Json* value = Find(key);
  const bool fits = value != nullptr && value->is_number_unsigned();
  if (!fits) return Refuse(key, "a whole number that is not negative is needed");
  *count = value->get<std::uint64_t>();
}

void StateFields::Read(const char* key, int most, int* number) {
  std::uint64_t count = 0;
  Read(key, &count);
  if (count > static_cast<std::uint64_t>(most)) {
    return Refuse(key, "it must not be more than " + std::to_string(most));
  }
  *number = static_cast<int>(count);
}

void StateFields::Read(const char* key, Duration* duration) {
  std::uint64_t count = 0;
  Read(key, &count);
  if (count > static_cast<std::uint64_t>(Duration::max().count())) {
    return Refuse(key, "it is too long");
  }
  *duration = Duration(static_cast<std::int64_t>(count));
}

void StateFields::ReadShare(const char* key, double* share) {
  const Json* value = Find(key);
  const bool is_number = value != nullptr && value->is_number();
  const double number = is_number ? value->get<double>() : -1;
  if (!(number >= 0 && number <= 1)) return Refuse(key, "a number from 0 to 1 is needed");
  *share = number;
}

void StateFields::Read(const char* key, SystemTime* time) {
  std::optional<SystemTime> read;
  Read(key, &read);
  if (!read) return Refuse(key, kTimeNeeded);
  *time = *read;
}

void StateFields::Read(const char* key, std::optional<SystemTime>* time) {
  const Json* value = Find(key);
  if (value != nullptr && value->is_null()) return time->reset();
  *time = value != nullptr && value->is_string()
              ? ParseRfc3339(value->get_ref<const std::string&>())
              : std::nullopt;
  if (!*time) Refuse(key, std::string(kTimeNeeded) + ", or null");
}

void StateFields::Read(const char* key, std::vector<std::string>* texts) {
  const Json* value = Find(key);
  const auto is_text = [](const Json& one) { return one.is_string(); };
  const bool fits =
      value != nullptr && value->is_array() && std::all_of(value->begin(), value->end(), is_text);
  if (!fits) return Refuse(key, "a list of texts is needed");
  for (const Json& text : *value) texts->push_back(text.get_ref<const std::string&>());
}

void StateFields::Read(const char* key, std::map<std::string, std::string>* texts) {
  const Json* value = Find(key);
  const auto is_text = [](const Json& one) { return one.is_string(); };
  const bool fits =
      value != nullptr && value->is_object() && std::all_of(value->begin(), value->end(), is_text);
  if (!fits) return Refuse(key, "an object of texts is needed");
  for (const auto& [name, text] : value->items()) {
    texts->emplace(name, text.get_ref<const std::string&>());
  }
}

void StateFields::Refuse(const std::string& key, const std::string& reason) {
  if (!wrong_->empty()) return;
  const std::string dot = where_.empty() || key.empty() ? "" : ".";
  const std::string place = where_ + dot + key;
  *wrong_ = place.empty() ? reason : place + ": " + reason;
}

const Json* StateFields::Find(const char* key) const {
  if (!object_.is_object()) return nullptr;
  const auto found = object_.find(key);
  return found == object_.end() ? nullptr : &*found;
}

}  // namespace wa
