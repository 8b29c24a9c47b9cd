#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"

namespace wa {

// The one place where text becomes HTML, good for text and for quoted attribute values. Control
// characters and marks of direction are shown by name, "[U+202E]", bytes that are not UTF-8 as
// U+FFFD; very long text is cut.
std::string EscapeHtml(std::string_view text);

// The same of text whose lines and spaces mean something, for <pre>.
std::string EscapeLines(std::string_view text);

// How long ago it was, which the pages' script keeps counting, and when:
// <span title="2026-11-24T08:00:00Z" data-ago="10">0:10</span>
inline constexpr std::string_view kAgoOpening = "\" data-ago=\"";
std::string AgoElement(SystemTime time, SystemTime now);

// <time datetime="2026-11-24T08:00:00Z">2026-11-24 08:00:00 UTC</time>; without the date where it
// would only repeat that of `now`.
std::string TimeElement(SystemTime time, SystemTime now);

// The moment of the page, which the script sets anew when it hears that nothing else is new:
// <time class="now" datetime="2026-11-24T08:00:00Z">08:00:00 UTC</time>
inline constexpr std::string_view kNowOpening = "<time class=\"now\" ";
std::string NowElement(SystemTime now);

}  // namespace wa
