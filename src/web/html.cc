#include "web/html.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "base/text.h"

namespace wa {
namespace {

bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Characters that show nothing, but change how the text around them looks.
struct Invisible {
  std::string_view bytes;
  std::string_view name;
};
constexpr std::array kInvisible{
    Invisible{"\u00AD", "U+00AD"}, Invisible{"\u200B", "U+200B"}, Invisible{"\u200C", "U+200C"},
    Invisible{"\u200D", "U+200D"}, Invisible{"\u2060", "U+2060"}, Invisible{"\uFEFF", "U+FEFF"},
    Invisible{"\u061C", "U+061C"}, Invisible{"\u200E", "U+200E"}, Invisible{"\u200F", "U+200F"},
    Invisible{"\u2028", "U+2028"}, Invisible{"\u2029", "U+2029"}, Invisible{"\u202A", "U+202A"},
    Invisible{"\u202B", "U+202B"}, Invisible{"\u202C", "U+202C"}, Invisible{"\u202D", "U+202D"},
    Invisible{"\u202E", "U+202E"}, Invisible{"\u2066", "U+2066"}, Invisible{"\u2067", "U+2067"},
    Invisible{"\u2068", "U+2068"}, Invisible{"\u2069", "U+2069"},
};

std::string ControlName(unsigned char code) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  return std::string("[U+00") + kDigits[code >> 4U] + kDigits[code & 0xFU] + "]";
}

// Controls and marks of direction by their names, "[U+202E]", so that nothing looks other than it
// is. White space stays what it is.
std::string ShowInvisible(std::string_view text) {
  std::string shown;
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x20 && byte < 0x7F) {
      shown += text[at++];
      continue;
    }
    const std::string_view rest = text.substr(at);
    const auto* found =
        std::find_if(kInvisible.begin(), kInvisible.end(),
                     [&](const Invisible& invisible) { return rest.starts_with(invisible.bytes); });
    if (found != kInvisible.end()) {
      shown += "[" + std::string(found->name) + "]";
      at += found->bytes.size();
    } else if ((byte < 0x20 && !IsSpace(text[at])) || byte == 0x7F) {
      shown += ControlName(byte);
      ++at;
    } else if (byte == 0xC2 && rest.size() > 1 && static_cast<unsigned char>(rest[1]) >= 0x80 &&
               static_cast<unsigned char>(rest[1]) < 0xA0) {
      shown += ControlName(static_cast<unsigned char>(rest[1]));
      at += 2;
    } else {
      shown += text[at++];
    }
  }
  return shown;
}

}  // namespace

std::string EscapeHtml(std::string_view text) {
  constexpr std::size_t kMaxBytes = 2000;
  std::string escaped;
  for (const char c : Sanitise(ShowInvisible(text), kMaxBytes)) {
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

std::string AgoElement(SystemTime time, SystemTime now) {
  const Duration ago = std::max(now - time, Duration(0));
  return "<span title=\"" + FormatUtc(time) + std::string(kAgoOpening) +
         std::to_string(std::chrono::floor<std::chrono::seconds>(ago).count()) + "\">" +
         FormatClock(ago) + "</span>";
}

std::string TimeElement(SystemTime time, SystemTime now) {
  const std::string utc = FormatUtc(time);  // 2026-11-24T08:00:00Z
  const std::string date = utc.substr(0, 10);
  const std::string clock = utc.substr(11, 8);
  const bool today = FormatUtc(now).compare(0, 10, date) == 0;
  return "<time datetime=\"" + utc + "\">" + (today ? "" : date + " ") + clock + " UTC</time>";
}

std::string NowElement(SystemTime now) {
  const std::string utc = FormatUtc(now);
  return std::string(kNowOpening) + "datetime=\"" + utc + "\">" + utc.substr(11, 8) + " UTC</time>";
}

}  // namespace wa
