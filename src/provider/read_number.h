#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "model/facts.h"

namespace wa {

// Whether an object has fields that only a phone number has.
bool IsNumber(const nlohmann::json& object);

// Adds what a phone number's fields say (Meta, GET /{phone-number-id}; 360dialog passes the fields
// on that were asked for) as field signs, good values too:
//   quality_rating red           number_status disconnected        name_status declined
//   number_status flagged quality_rating red                        messaging_limit tier_1k
// Meta flags a number for its quality: without the rating nobody knows what it means, which is a
// verdict on sending (kMessaging) that is not known.
// Source: https://github.com/facebook/openapi, business-messaging-api_v23.0.yaml.
void ReadNumber(const nlohmann::json& number, std::vector<Sign>& signs);

// The same of one entry of the list of a WABA's numbers, which also holds numbers that are not in
// use yet: sandboxes, and pending ones that are not said to be live, say nothing.
void ReadListedNumber(const nlohmann::json& number, std::vector<Sign>& signs);

}  // namespace wa
