#pragma once

#include <optional>

#include "model/facts.h"
#include "model/http.h"

namespace wa {

// What a provider's status page says.
struct StatusPageAnswer {
  // As an event, since the page tells of its provider and nobody asked that.
  Facts facts;
  int level = 0;  // as StatusPageLevel
};

// Reads a status page (its forms: provider/page_status.h); nothing if the answer is none: a page
// that cannot be read says nothing about its provider. Pure; never throws.
std::optional<StatusPageAnswer> ReadStatusPageAnswer(const HttpResponse& response);

}  // namespace wa
