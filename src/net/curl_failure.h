#pragma once

#include <curl/curl.h>

#include <string>
#include <string_view>

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

// One sentence for people, naming the host; nothing of the request's headers. What libcurl says in
// `error_buffer` goes before the general text of the code.
std::string DescribeFailure(CURLcode code, const char* error_buffer, std::string_view url);

}  // namespace wa
