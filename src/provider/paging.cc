#include "provider/paging.h"

#include <cstdint>
#include <limits>

#include "base/text.h"
#include "provider/json_fields.h"

namespace wa {

std::string NextCursor(const Json& body) {
  const Json* paging = ObjectIn(body, {"paging"});
  if (paging == nullptr || TextIn(*paging, {"next"}).empty()) return "";
  const Json* cursors = ObjectIn(*paging, {"cursors"});
  return cursors == nullptr ? "" : TextIn(*cursors, {"after"});
}

std::string AfterParameter(const std::string& cursor) {
  return cursor.empty() ? "" : "&after=" + PercentEncode(cursor);
}

std::string NextOffset(const Json& body) {
  const std::int64_t count = NumberIn(body, {"count"}).value_or(0);
  const std::int64_t offset = NumberIn(body, {"offset"}).value_or(0);
  const std::int64_t total = NumberIn(body, {"total"}).value_or(0);
  if (count <= 0 || offset < 0 || offset >= total || total - offset <= count) return "";
  return std::to_string(offset + count);
}

}  // namespace wa
