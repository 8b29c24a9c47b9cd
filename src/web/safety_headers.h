#pragma once

#include "web/http_types.h"

namespace wa {

// Adds what every answer says to browsers: guess no type, run nothing but our own script, keep
// nothing, tell nobody, show it inside no other site.
void AddSafetyHeaders(Response& response);

}  // namespace wa
