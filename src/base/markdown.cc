#include "base/markdown.h"

namespace wa {

std::string EscapeMarkdown(std::string_view text) {
  static constexpr std::string_view kSpecial = "\\`*_{}[]<>#|!~&";
  std::string plain;
  for (const char c : text) {
    if (kSpecial.find(c) != std::string_view::npos) plain += '\\';
    plain += c;
  }
  return plain;
}

std::string EscapeMarkdownProse(std::string_view text) {
  static constexpr std::string_view kSpecial = "\\*_[]<>|#";
  std::string plain;
  bool code = false;
  for (const char c : text) {
    if (c == '`') code = !code;
    if (!code && kSpecial.find(c) != std::string_view::npos) plain += '\\';
    plain += c;
  }
  return plain;
}

}  // namespace wa
