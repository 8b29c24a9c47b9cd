#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace wa {

std::string ToLower(std::string_view text);  // ASCII only
std::string_view Trim(std::string_view text);

// Foreign text made safe to log, store and show: invalid UTF-8 and control characters become spaces
// or U+FFFD, runs of white space one space, and at most `max_bytes` remain ("..." marks a cut).
std::string Sanitise(std::string_view foreign, std::size_t max_bytes = 512);

// Everything but letters, digits, '-' and '_' as %XX (RFC 3986, section 2.1), so that it stays one
// segment of a path, or one value of a query; dots as well, since ".." is a way up.
std::string PercentEncode(std::string_view text);

// The candidate that `word` was probably meant to be, or nothing if none is near.
std::optional<std::string> DidYouMean(std::string_view word,
                                      const std::vector<std::string>& candidates);

// "90s", "10m", "1h30m", "250ms", "2d" -> duration; nothing for anything else, negative or
// overflowing.
std::optional<Duration> ParseDuration(std::string_view text);
// The shortest exact form that ParseDuration reads back: 600 s is "10m".
std::string FormatDuration(Duration duration);
// For people watching: 0:19, 10:01, 1:02:03 (whole seconds, rounded down).
std::string FormatClock(Duration duration);
// For people: 19995 is "19,995".
std::string GroupDigits(std::size_t number);
// 2026-11-24T08:00:00Z; with milliseconds if `milliseconds`.
std::string FormatUtc(SystemTime time, bool milliseconds = false);

// "512B", "1MiB", "64KiB", "10kB" -> bytes.
std::optional<std::size_t> ParseSize(std::string_view text);

}  // namespace wa
