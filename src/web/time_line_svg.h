#pragma once

#include <string>
#include <string_view>

#include "desk/time_line.h"

namespace wa {

// The time line as a picture that scales with the page, with its spans as titles and as a list for
// those who cannot see it. `title` is what it shows: "The last 24 hours".
std::string TimeLineFigure(const TimeLine& line, std::string_view title);

// What its colours mean, once for all lines of a page.
std::string TimeLineLegend();

}  // namespace wa
