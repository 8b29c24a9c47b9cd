#pragma once

#include "base/result.h"
#include "model/http.h"
#include "net/curl_handle.h"

namespace wa {

// The header lines of a request for libcurl, the one with the key last. Null if there are none. A
// name or value that is empty or would become two lines is an error, which names the header and not
// the value.
Result<CurlList> MakeHeaderList(const HttpRequest& request);

}  // namespace wa
