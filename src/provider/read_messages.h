#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "model/event.h"

namespace wa {

// Whether an object holds what happened to messages: "statuses", "messages" or "errors".
bool HoldsMessages(const nlohmann::json& value);

// Appends one event per status and per inbound message, and one for errors that belong to none.
// `about` is what is known of all of them: whom they are about, and their time if they have none of
// their own. `where` tells apart equal errors of different deliveries. Errors inside an inbound
// message only mean that its type is not supported: they are no signs.
void ReadMessages(const nlohmann::json& value, const Event& about, const std::string& where,
                  std::vector<Event>& events);

}  // namespace wa
