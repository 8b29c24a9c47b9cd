#pragma once

#include <optional>

#include "cli/given_answer.h"
#include "provider/json_fields.h"

namespace wa {

// Whether the object describes an answer or a delivery, and is none itself.
bool IsGivenPayload(const Json& json);

// An answer or a delivery as the files in tests/data/payloads describe it; see ReadGivenAnswer().
// Fails if the object is not as it should be. Pure; never throws.
Result<GivenAnswer> ReadGivenPayload(const Json& payload, std::optional<int> http_status);

}  // namespace wa
