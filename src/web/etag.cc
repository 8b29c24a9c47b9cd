#include "web/etag.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/enum_names.h"
#include "base/stable_hash.h"
#include "base/text.h"

namespace wa {

std::string FleetTag(const FleetSnapshot& snapshot, const StateCounts& counts, bool loop_is_turning,
                     const Request& request, std::string_view version) {
  std::string shown = std::to_string(snapshot.published.time_since_epoch().count());
  shown += loop_is_turning ? " turning" : " stopped";
  // Of one snapshot, accounts only become stale, never something else.
  for (const auto& [state, name] : EnumNames<AccountState>::table) {
    shown += " " + std::to_string(counts.Of(state));
  }
  shown += " " + std::string(version) + " " + request.target;
  std::array<char, 24> tag{};
  std::snprintf(tag.data(), tag.size(), "W/\"%016llx\"",
                static_cast<unsigned long long>(StableHash(shown)));
  return tag.data();
}

bool IsKnown(const Request& request, std::string_view tag) {
  for (std::string_view rest = request.Header("if-none-match"); !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view one = Trim(rest.substr(0, comma));
    if (one == "*" || one == tag) return true;
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return false;
}

Response NotModified(const std::string& tag) {
  Response response = MakeResponse(304, kHtml, "");
  response.headers.emplace_back("ETag", tag);
  return response;
}

}  // namespace wa
