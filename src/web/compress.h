#pragma once

#include "web/http_types.h"

namespace wa {

// Gzips the body for a client that accepts it, if it is text of more than about a packet and not
// compressed already, and says in Vary that this depends on who asks: also where nothing is
// compressed, for caches, and in a 304. Thread-safe.
void Compress(bool accepts_gzip, Response& response);

}  // namespace wa
