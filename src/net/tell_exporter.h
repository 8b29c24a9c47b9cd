#pragma once

#include <string>

#include "base/result.h"
#include "base/secret.h"
#include "model/http.h"

namespace wa {

// POST of JSON to an exporter of our own, with "Authorization: Bearer TOKEN" unless the token is
// empty; no proxy, no redirect. Waits for the answer, ten seconds at most. The one thing that is
// written to anybody, and to no provider: HttpRequest cannot say it. The error is for people.
Result<HttpResponse> TellExporter(const std::string& url, const Secret& token,
                                  const std::string& json);

}  // namespace wa
