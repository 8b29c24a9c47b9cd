#pragma once

#include <string_view>

namespace wa {

// Whether a client with this Accept-Encoding takes gzip: named, or meant by "*", with a weight over
// 0.
bool AcceptsGzip(std::string_view accept_encoding);

}  // namespace wa
