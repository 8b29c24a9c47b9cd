#pragma once

#include "web/backend.h"
#include "web/http_types.h"

namespace wa {

// POST /api/v1/observations/ACCOUNT: an answer that somebody else's software received, or a list of
// up to 1,000. Answers, when it is on the disk, what each means, in the shape of explanation_json.h
// with "advice"; what is malformed in a list has {"error"} in its place, and the others count.
//   400 malformed   401 not proven   404 no such account   413 too much   503 send it again
void TakeObservations(const Backend& backend, const Request& request, const Respond& respond);

}  // namespace wa
