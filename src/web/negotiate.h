#pragma once

#include <string_view>

#include "model/text_format.h"

// What a client takes, and how much it likes that (RFC 9110, 12.4 and 12.5).
namespace wa {

// Whether a client with this Accept-Encoding takes gzip: named, or meant by "*", with a weight over
// 0.
bool AcceptsGzip(std::string_view accept_encoding);

// In which format a client with this Accept wants metrics: OpenMetrics 1.0 if it likes that better,
// as Prometheus says; else text, which everybody reads.
TextFormat PreferredFormat(std::string_view accept);

}  // namespace wa
