#pragma once

#include <cstddef>

#include "model/http.h"

namespace wa {

// A hash of all that Provider::Read() looks at in a good answer (2xx), but for what identifies the
// request: two good answers of one print to one question about one account have the same facts, but
// for Facts::request_id. Equal in one run of the program alone.
std::size_t PrintOf(const HttpResponse& response);

}  // namespace wa
