#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/log.h"

// How a message of the log is written. Values are cleaned and cut, so that foreign text can neither
// forge nor break a line.
namespace wa {

// `msg="no answer" account=berlin-shop`, for people: without time, level and end of line.
std::string LogText(std::string_view message, const LogFields& fields);

// The whole line, with its end. As JSON it is an object of strings, in valid UTF-8.
std::string LogLine(LogFormat format, SystemTime at, LogLevel level, std::string_view message,
                    const LogFields& fields);

}  // namespace wa
