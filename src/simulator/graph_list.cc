#include "simulator/graph_list.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "simulator/query.h"

namespace wa::simulator {
namespace {

constexpr std::size_t kUsualLimit = 25;
constexpr std::string_view kCursor = "QVFI";  // cursors are opaque: nobody should compute them

std::string CursorAt(std::size_t position) {
  return std::string(kCursor) + std::to_string(position);
}

std::size_t PositionOf(const std::optional<std::string>& cursor) {
  if (!cursor || cursor->rfind(kCursor, 0) != 0) return 0;
  return ParseNumber(std::string_view(*cursor).substr(kCursor.size())).value_or(0);
}

std::string HostOf(const Request& request) {
  const std::string_view authority = request.Header(":authority");
  return std::string(authority.empty() ? request.Header("host") : authority);
}

}  // namespace

Json GraphPage(const std::vector<Json>& items, const Request& request) {
  const std::size_t limit =
      std::max<std::size_t>(1, NumberParameter(request.query, "limit", kUsualLimit));
  const std::size_t first = std::min(PositionOf(Parameter(request.query, "after")), items.size());
  const std::size_t end = first + std::min(limit, items.size() - first);
  Json data = Json::array();
  for (std::size_t i = first; i < end; ++i) data.push_back(items[i]);
  Json page{{"data", std::move(data)}};
  if (first == end) return page;
  page["paging"] = Json{{"cursors", {{"before", CursorAt(first)}, {"after", CursorAt(end)}}}};
  if (end < items.size()) {
    std::string next = "https://" + HostOf(request) + request.path +
                       "?limit=" + std::to_string(limit) + "&after=" + CursorAt(end);
    if (const auto fields = Parameter(request.query, "fields")) next += "&fields=" + *fields;
    page["paging"]["next"] = std::move(next);
  }
  return page;
}

}  // namespace wa::simulator
