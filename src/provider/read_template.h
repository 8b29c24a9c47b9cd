#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "model/facts.h"

namespace wa {

// Whether an object is a message template: it has a status and something that only templates have.
bool IsTemplate(const nlohmann::json& object);

// Adds the field sign `template_status paused` of a template, its name in the detail.
void ReadTemplate(const nlohmann::json& message_template, std::vector<Sign>& signs);

// The same of an entry of `waba_templates`, the list of the legacy API (GET
// /v1/configs/templates). It keeps for ever what was never approved, so a rejected template there
// is history, not trouble: `template_status rejected history`.
void ReadLegacyTemplate(const nlohmann::json& message_template, std::vector<Sign>& signs);

}  // namespace wa
