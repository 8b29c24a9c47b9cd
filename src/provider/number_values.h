#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "model/facts.h"

namespace wa {

// 0 green, 1 yellow, 2 red; nothing for a number that is not rated (NA, UNKNOWN). Words in lower
// case, as WordIn() gives them.
std::optional<int> QualityLevel(std::string_view rating);

// Meta's tiers: unique users in 24 hours, +infinity if unlimited; nothing for a new word.
std::optional<double> MessagingLimit(std::string_view tier);

// The word for the number's limit, in lower case; empty if there is none.
std::string LimitWord(const nlohmann::json& number);

// What a phone number's fields, and its `health_status`, say beyond health (Meta, GET
// /{phone-number-id}; https://github.com/facebook/openapi, business-messaging-api_v23.0.yaml).
//
// The limit is the one of the whole portfolio. `messaging_limit_tier`, of the number alone, is
// deprecated and no limit any more where the other is named (Meta, "Messaging limits",
// https://developers.facebook.com/documentation/business-messaging/whatsapp/messaging-limits.md).
NumberFacts ReadNumberFacts(const nlohmann::json& number);

}  // namespace wa
