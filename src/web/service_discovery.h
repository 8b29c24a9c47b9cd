#pragma once

#include "web/backend.h"
#include "web/exchange.h"

namespace wa {

// GET /sd: every account as a target of Prometheus' HTTP service discovery, for those who let
// Prometheus schedule and shard the polls (/probe). Always the whole list; 503 before it is known,
// on which Prometheus keeps the list that it has.
// Source: https://prometheus.io/docs/prometheus/latest/http_sd/ (read 2026-11-25).
Response ListTargets(const Backend& backend, const Request& request);

}  // namespace wa
