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

std::string EscapeLines(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\n'; };
  std::string escaped;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && !is_space(text[end])) ++end;
    escaped += EscapeHtml(text.substr(begin, end - begin));
    for (begin = end; begin < text.size() && is_space(text[begin]); ++begin) escaped += text[begin];
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
