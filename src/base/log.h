#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/log_level.h"

namespace wa {

// Keys are lower case words joined by '_', none of them ts, level or msg.
using LogFields = std::vector<std::pair<std::string_view, std::string>>;

// One line on stderr, unless too many came at once. Values are escaped, so foreign text cannot
// forge a line. Thread-safe.
void Log(LogLevel level, std::string_view message, const LogFields& fields = {});

// Lines below this level are dropped (default info).
void SetLogLevel(LogLevel level);

// How the lines on stderr look (default logfmt). The journal gets text and fields, whatever it is.
void SetLogFormat(LogFormat format);

// Lines written since start, by level; for waba_exporter_log_messages_total.
std::uint64_t LoggedLines(LogLevel level);

// Lines left out because too many came at once (base/log_limit.h).
std::uint64_t LeftOutLines();

}  // namespace wa
