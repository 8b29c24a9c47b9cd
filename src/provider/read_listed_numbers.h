#pragma once

#include <vector>

#include "provider/provider.h"

namespace wa {

// What the list of a WABA's numbers, each with its `health_status`, says of each account of
// `batch`, in its order; accounts are found by their phone_number_id. Of one that is not there:
//   an error on the last page            that error
//   a list that goes on                  no verdict on sending (kMessaging, "missing")
//   a complete list                      the field sign `number_status not_listed`
// REQUIRES: at least one page; all but the last are good.
std::vector<Facts> ReadListedNumbers(const Batch& batch, const std::vector<HttpResponse>& pages);

// What the answer about one number, asked for in the same way, says of it.
Facts ReadOneNumber(const HttpResponse& response);

}  // namespace wa
