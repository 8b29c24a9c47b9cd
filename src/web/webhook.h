#pragma once

#include "web/backend.h"
#include "web/http_types.h"

namespace wa {

// /webhook/ACCOUNT[/SECRET] and /webhook/partner/NAME[/SECRET]: Meta's handshake as GET, deliveries
// as POST. Every answer is counted.
//   200  heard, and on the disk; or of no known form, which a repetition would not mend
//   400  not JSON              401  not proven              404  nobody of this name has a webhook
//   413  too large             503  not heard: send it again
void TakeWebhook(const Backend& backend, const Request& request, const Respond& respond);

}  // namespace wa
