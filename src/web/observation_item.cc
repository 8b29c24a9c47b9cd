#include "web/observation_item.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "base/rfc3339.h"
#include "base/text.h"
#include "provider/json_fields.h"

namespace wa {
namespace {

// How far the caller's clock may be ahead of ours.
constexpr Duration kClocksDiffer = std::chrono::minutes(5);

tl::unexpected<Error> Refuse(std::string message) {
  return Fail(ErrorCode::kConfig, std::move(message));
}

// Null if it is absent or null.
const Json* Value(const Json& item, const char* key) {
  const auto found = item.find(key);
  return found == item.end() || found->is_null() ? nullptr : &*found;
}

Status RefuseSlips(const Json& item) {
  static const std::vector<std::string> known{"status", "headers", "body", "operation", "at"};
  for (const auto& entry : item.items()) {
    if (std::find(known.begin(), known.end(), entry.key()) != known.end()) continue;
    const auto meant = DidYouMean(entry.key(), known);
    if (!meant || item.contains(*meant)) continue;
    return Refuse("there is no key '" + Sanitise(entry.key(), 40) + "'; did you mean '" + *meant +
                  "'?");
  }
  return {};
}

Status ReadStatus(const Json& item, ObservationItem& read) {
  const Json* status = Value(item, "status");
  const std::optional<std::int64_t> number =
      status != nullptr && status->is_number_integer() ? NumberIn(item, {"status"}) : std::nullopt;
  if (!number || *number < 100 || *number > 599) {
    return Refuse("status: the HTTP status that was received, a number from 100 to 599");
  }
  read.response.status = static_cast<int>(*number);
  return {};
}

// A number, or a list of a repeated header's values, is as good as a text.
std::optional<std::string> HeaderText(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number()) return Dump(value);
  if (value.is_array()) return JoinTexts(&value);
  return std::nullopt;
}

Status ReadHeaders(const Json& item, ObservationItem& read) {
  const Json* headers = Value(item, "headers");
  if (headers == nullptr) return {};
  if (!headers->is_object()) return Refuse("headers: an object, {\"Retry-After\": \"30\"}");
  for (const auto& [name, value] : headers->items()) {
    auto text = HeaderText(value);
    if (!text) return Refuse("headers: the value of a header is a text");
    read.response.headers.emplace_back(ToLower(name), std::move(*text));
  }
  return {};
}

Status ReadBody(const Json& item, ObservationItem& read) {
  const Json* body = Value(item, "body");
  if (body == nullptr) return {};
  if (!body->is_string() && !body->is_structured()) {
    return Refuse("body: what was received, as an object, a list or a text");
  }
  read.response.body = body->is_string() ? body->get<std::string>() : Dump(*body);
  return {};
}

Status ReadOperation(const Json& item, ObservationItem& read) {
  const Json* operation = Value(item, "operation");
  if (operation == nullptr) return {};
  const auto known = operation->is_string()
                         ? ParseEnum<ObservedOperation>(operation->get_ref<const std::string&>())
                         : std::nullopt;
  if (!known) return Refuse("operation: one of " + AllNames<ObservedOperation>());
  read.operation = *known;
  return {};
}

Status ReadTime(const Json& item, SystemTime now, ObservationItem& read) {
  const Json* at = Value(item, "at");
  if (at == nullptr) return {};
  const auto time =
      at->is_string() ? ParseRfc3339(at->get_ref<const std::string&>()) : std::nullopt;
  if (!time) return Refuse("at: when it was received, as \"2026-11-25T18:00:00Z\"");
  if (*time > now + kClocksDiffer) {
    return Refuse("at: in the future; it is " + FormatUtc(now) + " here");
  }
  read.at = std::min(*time, now);
  return {};
}

}  // namespace

Result<ObservationItem> ReadObservationItem(const nlohmann::json& item, SystemTime now) {
  if (!item.is_object()) return Refuse("an observation is an object, {\"status\": 403, ...}");
  ObservationItem read;
  if (auto done = RefuseSlips(item); !done) return tl::unexpected(done.error());
  if (auto done = ReadStatus(item, read); !done) return tl::unexpected(done.error());
  if (auto done = ReadHeaders(item, read); !done) return tl::unexpected(done.error());
  if (auto done = ReadBody(item, read); !done) return tl::unexpected(done.error());
  if (auto done = ReadOperation(item, read); !done) return tl::unexpected(done.error());
  if (auto done = ReadTime(item, now, read); !done) return tl::unexpected(done.error());
  return read;
}

}  // namespace wa
