#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "model/event.h"

namespace wa {

// Fills in what a change of an account-level field says (Meta, "Webhooks"): event.subject, and a
// sign of the field and its words in lower case, `account_update disabled_update disable`. A field
// that is not known is told as `FIELD EVENT`, so that the catalogue alone can learn it.
void ReadAccountField(const std::string& field, const nlohmann::json& value, Event& event);

}  // namespace wa
