#pragma once

#include <string>
#include <vector>

#include "web/http_types.h"

namespace wa {

// Whether the request was sent to us by a name of ours: an IP address, "localhost" or one of
// `names` (of either case), whatever the port. A page of another site can have its own name mean
// our address (DNS rebinding), and is one site with us then, for the browser; but it is that name
// that the browser sends. What sends none is no browser.
bool IsAskedByOurName(const Request& request, const std::vector<std::string>& names);

}  // namespace wa
