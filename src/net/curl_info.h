#pragma once

#include <curl/curl.h>

#include <string>

#include "model/http.h"
#include "net/curl_failure.h"

namespace wa {

// What libcurl can tell about a transfer that it is done with, or soon will be.

long ErrnoOf(CURL* easy);  // of the last connection that failed
int StatusOf(CURL* easy);  // 0: none has come; one that only informs (1xx) is none
std::string ProtocolOf(CURL* easy);
std::string RemoteOf(CURL* easy);
bool ReusedConnection(CURL* easy);

// `resolver_asked`: the addresses of a name were asked for.
Progress ProgressOf(CURL* easy, bool resolver_asked);

// The phases up to the answer as libcurl measured them. `total` and `transfer`, the part of it
// since the answer began, are the caller's. What then is left was spent in the phase that was under
// way at the end, or, if an answer had begun, waiting for a connection.
HttpTiming TimingOf(CURL* easy, Progress progress, Duration transfer, Duration total);

}  // namespace wa
