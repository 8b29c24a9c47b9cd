#pragma once

#include <string>
#include <string_view>

#include "web/http_types.h"

namespace wa {

// A weak validator (RFC 9110, section 8.8.1) of what a page or an answer of the API says: of its
// body but for what only the clock made of it, so that it stays while nothing else changes. Left
// out are
//   in HTML  NowElement() and how long ago AgoElement() says it was, not when
//   in JSON  "now" and "published", where they head the document, the time line's "from", and
//            wherever one of these moments stands again
// "published" counts if `is_published` is false: that nothing is published any more is news.
// Empty for other types and for what is not a 200.
std::string TagOf(const Response& response, bool is_published);

// Whether If-None-Match names `tag`, by weak comparison: then NotModified() is the answer.
bool IsKnown(std::string_view if_none_match, std::string_view tag);
Response NotModified(const std::string& tag);

}  // namespace wa
