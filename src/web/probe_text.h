#pragma once

#include <string>

#include "model/probe.h"
#include "model/text_format.h"

namespace wa {

// The answer of /probe: waba_probe_success, waba_probe_duration_seconds,
// waba_probe_phase_seconds{phase}, waba_probe_http_status_code (0: no answer) and, where something
// was found, waba_probe_condition_info{condition}. The provider's own words stand in a comment,
// which OpenMetrics does not know.
std::string ProbeText(const ProbeAnswer& answer, TextFormat format);

}  // namespace wa
