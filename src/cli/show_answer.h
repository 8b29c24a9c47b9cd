#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/secret.h"
#include "model/http.h"

// An answer made fit to be shown: foreign text, in which the provider may have repeated our key.
// Pure.
namespace wa {

using Headers = std::vector<std::pair<std::string, std::string>>;

// Those that tell something about the account, the request's way or its limits; never a cookie.
Headers ShownHeaders(const HttpResponse& response, const Secret& secret);

// JSON is indented, other text stays as it is, without control characters. At most 4 KiB; the last
// line says how much was left out.
std::string ShownBody(const std::string& body, const Secret& secret);

}  // namespace wa
