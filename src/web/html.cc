#include "web/html.h"

#include "base/text.h"

namespace wa {

std::string EscapeHtml(std::string_view text) {
  constexpr std::size_t kMaxBytes = 2000;
  std::string escaped;
  for (const char c : Sanitise(text, kMaxBytes)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string TimeElement(SystemTime time, SystemTime now) {
  const std::string utc = FormatUtc(time);  // 2026-11-24T08:00:00Z
  const std::string date = utc.substr(0, 10);
  const std::string clock = utc.substr(11, 8);
  const bool today = FormatUtc(now).compare(0, 10, date) == 0;
  return "<time datetime=\"" + utc + "\">" + (today ? "" : date + " ") + clock + " UTC</time>";
}

}  // namespace wa
