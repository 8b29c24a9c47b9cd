#pragma once

#include <span>
#include <string>

namespace wa {

// A line of a CSV file (RFC 4180), every cell in quotes, with its end. No cell begins as a formula,
// which a spreadsheet would run: an apostrophe before it makes it text (OWASP, "CSV Injection").
std::string CsvLine(std::span<const std::string> cells);

}  // namespace wa
