#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/scenario.h"

namespace wa::simulator {

using Json = nlohmann::ordered_json;  // answers keep the order of the documented ones

// What Meta says of one phone number: every field that can be asked for.
Json PhoneNumberNode(const AccountScript& account, const Said& said);

// `node` with the id and those `fields` that it has.
Json WithFields(const Json& node, const std::vector<std::string>& fields);

// The message templates of an account, all fields.
std::vector<Json> MessageTemplates(const Said& said);

// {"gateway_status": ...}, or one of them per node of a multiconnect installation.
Json GatewayHealth(const Said& said);

// The text of a good answer.
std::string Text(const Json& json);

}  // namespace wa::simulator
