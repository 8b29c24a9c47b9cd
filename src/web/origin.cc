#include "web/origin.h"

#include <string_view>

namespace wa {

bool IsFromElsewhere(const Request& request) {
  const std::string_view site = request.Header("sec-fetch-site");
  if (!site.empty()) return site != "same-origin" && site != "none";
  const std::string_view origin = request.Header("origin");
  const std::size_t scheme = origin.find("://");
  if (scheme == std::string_view::npos) return !origin.empty();
  return origin.substr(scheme + 3) != request.Header("host");
}

}  // namespace wa
