#pragma once

#include <curl/curl.h>

#include "model/http.h"

namespace wa {

// How far a transfer was when it ended.
enum class Progress {
  kResolving,   // asking for the addresses of a name
  kConnecting,  // or waiting for a connection
  kWaiting,     // the request is on its way, no status has come
  kAnswering,   // the status has come
};

// What a result code of libcurl means for us.
TransportReason ReasonFor(CURLcode code, Progress progress);

// Whether the kernel refused to connect for want of a way to the address; `error` is an errno.
bool IsNoRoute(long error);

}  // namespace wa
