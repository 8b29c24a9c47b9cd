#pragma once

#include <cstdarg>

namespace wa {

// What the HTTP library says (MHD_OPTION_EXTERNAL_LOGGER), with WebRefusals* as its argument. It
// tells of clients that went away, which is news for developers only; and what it refuses by itself
// it tells of nowhere else, so that this is where it is counted. By its words, which tests know,
// too.
void LogLibrary(void* refusals, const char* format, va_list arguments);

}  // namespace wa
