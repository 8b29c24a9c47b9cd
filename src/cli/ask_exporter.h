#pragma once

#include <string>

#include "base/result.h"
#include "model/http.h"

namespace wa {

// Asks an exporter that runs on this machine; the url as of LocalUrl(). An error if nothing
// answers, for people.
Result<HttpResponse> AskExporter(const std::string& url);

}  // namespace wa
