#pragma once

#include <string>

#include "desk/report.h"

namespace wa {

// A report as one HTML file that needs no other, to be sent and printed.
std::string ReportHtml(const Report& report, const std::string& title);

}  // namespace wa
