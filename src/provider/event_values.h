#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "model/event.h"

namespace wa {

// Unix seconds (or milliseconds), as text or number; nothing if there is none that could be true.
std::optional<SystemTime> TimeIn(const nlohmann::json& object, const char* key);

// Only the digits of a phone number.
std::string DigitsOf(std::string_view phone_number);

// Adds the sign of an event: its words, and more for people.
void Tell(Event& event, std::string words, const std::string& detail = {});

// "reason INVALID, expiration 1641330498" of the plain values in `value`, shortened; what could
// name a person is left out.
std::string Summary(const nlohmann::json& value);

}  // namespace wa
