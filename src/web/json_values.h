#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/enum_names.h"
#include "base/text.h"

// How values are written as JSON, wherever they are.
namespace wa {

using OrderedJson = nlohmann::ordered_json;

// A whole number where it is one.
inline OrderedJson SecondsJson(Duration duration) {
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(duration);
  if (whole == duration) return static_cast<std::int64_t>(whole.count());
  return Seconds(duration);
}

inline OrderedJson SecondsOrNull(const std::optional<Duration>& duration) {
  return duration ? SecondsJson(*duration) : OrderedJson(nullptr);
}

// RFC 3339 in UTC, with milliseconds.
inline OrderedJson TimeJson(SystemTime time) { return FormatUtc(time, true); }

inline OrderedJson TimeOrNull(const std::optional<SystemTime>& time) {
  return time ? TimeJson(*time) : OrderedJson(nullptr);
}

inline OrderedJson TextOrNull(const std::string& text) {
  return text.empty() ? OrderedJson(nullptr) : OrderedJson(text);
}

inline OrderedJson TextOrNull(const std::optional<std::string>& text) {
  return TextOrNull(text.value_or(""));
}

// An HTTP status, which is 0 where there was no answer.
inline OrderedJson StatusOrNull(int status) {
  return status == 0 ? OrderedJson(nullptr) : OrderedJson(status);
}

template <typename E>
OrderedJson NameOrNull(const std::optional<E>& value) {
  return value ? OrderedJson(Name(*value)) : OrderedJson(nullptr);
}

// The document in one line with its line feed; invalid UTF-8 is replaced.
inline std::string DumpLine(const OrderedJson& json) {
  return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

}  // namespace wa
