#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/discovery.h"

namespace wa {

// Reads accounts in the form of Prometheus' service discovery by file and HTTP
// (https://prometheus.io/docs/prometheus/latest/http_sd/, read 2026-11): a list of groups, each
// {"targets": [NAME, ...], "labels": {...}}, where a target is the name of an account and labels
// are plan, phone_number, phone_number_id, waba_id, channel_id and tag_NAME, for all targets of the
// group. Labels that begin with "__" are somebody else's. Names, ids and tags are not judged here.
// Everything is right, or the message says where the first mistake is: "line 3,
// column 12: not JSON", "group 2: ...". Pure.
Result<std::vector<DiscoveredAccount>> ReadServiceDiscovery(std::string_view json);

}  // namespace wa
